/**
 * A stratum client: the same dialects from the miner's side.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client;
