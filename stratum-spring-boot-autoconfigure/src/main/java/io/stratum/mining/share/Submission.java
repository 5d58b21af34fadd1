package io.stratum.mining.share;

/**
 * What a miner submits for a job, decoded.
 *
 * @param extranonce2 what follows the extranonce prefix of the channel; for a V2 standard
 * channel empty
 * @param time header time, unsigned seconds
 * @param nonce header nonce
 * @param version the whole version field of the header
 */
public record Submission(byte[] extranonce2, int time, int nonce, int version) {

}
