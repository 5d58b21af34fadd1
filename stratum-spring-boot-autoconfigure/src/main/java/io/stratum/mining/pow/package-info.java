/**
 * Proof-of-work functions.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.pow;
