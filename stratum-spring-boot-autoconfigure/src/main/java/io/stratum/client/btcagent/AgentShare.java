package io.stratum.client.btcagent;

import io.stratum.client.MinerJob;

/**
 * A share of a worker.
 *
 * @param job the job
 * @param extranonce2 what the miner rolled: four bytes, big-endian in the coinbase
 * @param time the header time, unsigned seconds
 * @param nonce the nonce
 * @param versionBits the bits of the version that were changed, 0 for none
 */
public record AgentShare(MinerJob job, int extranonce2, int time, int nonce, int versionBits) {
}
