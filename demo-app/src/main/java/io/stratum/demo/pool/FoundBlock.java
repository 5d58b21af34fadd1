package io.stratum.demo.pool;

import java.time.Instant;

/**
 * A block that became part of the chain.
 *
 * @param height its height
 * @param hash its hash as explorers print it
 * @param worker who found it
 * @param listener the listener by which the worker logged in last, {@code unknown} if it
 * did not
 * @param value what its coinbase pays, in satoshis
 * @param time when it was accepted
 */
public record FoundBlock(int height, String hash, String worker, String listener, long value, Instant time) {
}
