/**
 * Stratum V1: JSON lines to messages and back.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.sv1;
