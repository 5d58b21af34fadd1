package io.stratum.mining;

/**
 * Asks for the outputs of a coinbase.
 *
 * @param payout the key that {@link PayoutPolicy#payout(Worker)} gave
 * @param value what the outputs must add up to, in satoshis: the coinbase value without
 * the outputs that the template requires
 * @param maxSize how many bytes the serialized outputs may have together, so that the
 * coinbase stays within {@code stratum.mining.max-coinbase-size}
 * @param template what the block is built from
 */
public record PayoutRequest(String payout, long value, int maxSize, BlockTemplate template) {

}
