/**
 * One miner's channel: lease, jobs, share checks and difficulty put together.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.channel;
