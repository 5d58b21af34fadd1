/**
 * Values and byte arithmetic of Bitcoin: hashes, headers, targets, number formats. What
 * is true without a pool belongs here; it needs the JDK alone.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.bitcoin;
