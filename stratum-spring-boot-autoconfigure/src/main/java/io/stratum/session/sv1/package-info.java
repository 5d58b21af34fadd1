/**
 * The state machine of a Stratum V1 session and its mining methods.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.sv1;
