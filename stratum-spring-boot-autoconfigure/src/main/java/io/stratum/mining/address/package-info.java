/**
 * Addresses, their scripts, and the payout policies that pay to them. What knows how a
 * chain writes addresses belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.address;
