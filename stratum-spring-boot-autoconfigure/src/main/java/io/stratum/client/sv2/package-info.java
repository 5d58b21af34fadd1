/**
 * Stratum V2 from the miner's side: channels, jobs and shares over one connection.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client.sv2;
