/**
 * Difficulty of a channel over time.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.vardiff;
