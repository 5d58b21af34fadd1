/**
 * Payout scripts from addresses.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.address;
