/**
 * Makes the builder of clients. Beans of the client belong here; the client itself needs
 * no application.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.client;
