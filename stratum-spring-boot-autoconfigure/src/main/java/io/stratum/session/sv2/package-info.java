/**
 * The state machine of a Stratum V2 session of the mining protocol and its handlers.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.sv2;
