/**
 * The vocabulary of the mining engine and the policies that a pool supplies; no I/O, no
 * threads.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining;
