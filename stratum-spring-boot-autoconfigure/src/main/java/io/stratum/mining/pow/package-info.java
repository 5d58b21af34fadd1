/**
 * The proofs of work that the starter brings. A hash function with its target of
 * difficulty 1 belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.pow;
