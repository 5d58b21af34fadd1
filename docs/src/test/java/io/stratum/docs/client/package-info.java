/**
 * Code of the guide.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.docs.client;
