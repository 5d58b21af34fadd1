/**
 * The encrypted transport of Stratum V2: handshake, cipher states, authority keys and the
 * curve arithmetic that they need.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.noise;
