/**
 * One miner's channel, or that of many miners: lease, jobs, difficulty and version bits
 * put together. It knows no connection and no dialect.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.channel;
