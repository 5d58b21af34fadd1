/**
 * Auto-configuration and properties: all that a context gets from the starter. The
 * properties are {@link io.stratum.autoconfigure.StratumProperties}; how they take effect
 * for each listener is {@link io.stratum.autoconfigure.StratumSettings}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure;
