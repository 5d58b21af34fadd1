package io.stratum.mining;

import io.stratum.bitcoin.Hash256;

/**
 * A block that a miner found, ready for submission.
 *
 * @param hash the double SHA-256 of its header
 * @param height its height
 * @param bytes the whole block in network serialization, with the coinbase witness
 * @param worker the name of the worker that found it, possibly not authorized
 * @param value what its coinbase pays, in satoshis
 */
public record Block(Hash256 hash, int height, byte[] bytes, String worker, long value) {

}
