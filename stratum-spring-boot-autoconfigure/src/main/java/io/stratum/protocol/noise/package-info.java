/**
 * The encrypted transport of Stratum V2: handshake, cipher states, authority keys and
 * their signatures.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.noise;
