/**
 * Work and jobs: coinbase assembly, live jobs of a channel, extranonce leases.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.job;
