/**
 * Meters of the server.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.metrics;
