/**
 * The messages of Stratum V1, each with its decoding and encoding, for both sides. A
 * message of the dialect belongs here, whoever sends it; what it means is in {@code
 * session.sv1} and {@code client}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.sv1;
