package io.stratum.autoconfigure.mining;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.PayoutPolicy;

/**
 * Whom a coinbase pays when the outputs of the payout policy cannot be used.
 *
 * @param policy gives the outputs, or null for the last ones that could
 */
record FallbackPayout(@Nullable PayoutPolicy policy) {

}
