/**
 * Auto-configuration of the meters.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.metrics;
