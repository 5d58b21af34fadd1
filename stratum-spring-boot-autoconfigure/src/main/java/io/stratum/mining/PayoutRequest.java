package io.stratum.mining;

/**
 * Asks for the outputs of a coinbase.
 *
 * @param payout the key that {@link PayoutPolicy#payout(Worker)} gave
 * @param value what the outputs must add up to, in satoshis
 * @param height the height of the block
 * @param maxSize how many bytes the serialized outputs may have together, so that the
 * coinbase stays within {@code stratum.mining.max-coinbase-size}
 */
public record PayoutRequest(String payout, long value, int height, int maxSize) {

}
