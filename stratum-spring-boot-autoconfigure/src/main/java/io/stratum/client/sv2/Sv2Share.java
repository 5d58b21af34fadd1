package io.stratum.client.sv2;

import org.jspecify.annotations.Nullable;

/**
 * A share to submit.
 *
 * @param job the job
 * @param time the header time, unsigned seconds
 * @param nonce the nonce
 * @param version the whole version field of the header
 * @param extranonce what the miner rolled, as long as the job says; empty on a standard
 * channel
 * @param userIdentity the worker behind a proxy that found it, at most 32 bytes of UTF-8,
 * or null; sent on extended channels if extension 0x0002 was agreed on
 */
public record Sv2Share(Sv2Job job, int time, int nonce, int version, byte[] extranonce, @Nullable String userIdentity) {
}
