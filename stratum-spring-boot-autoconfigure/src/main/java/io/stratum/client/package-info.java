/**
 * A stratum client: the same dialects from the miner's side. It begins with
 * {@link io.stratum.client.StratumClient}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client;
