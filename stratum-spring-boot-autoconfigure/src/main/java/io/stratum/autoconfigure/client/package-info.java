/**
 * Auto-configuration of the client.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.client;
