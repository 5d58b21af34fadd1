package io.stratum.client;

import org.jspecify.annotations.Nullable;

/**
 * What a server answers to {@code mining.subscribe}, as far as a miner needs it.
 *
 * @param sessionId what to ask for when resuming the session, or null
 * @param extranonce1 the server's part of the extranonce; do not modify
 * @param extranonce2Size the length of the miner's part in bytes, 2 to 16
 */
public record Subscription(@Nullable String sessionId, byte[] extranonce1, int extranonce2Size) {
}
