/**
 * The state machine of a Stratum V1 session and its mining methods: requests in, replies
 * and jobs out. What binary frames mean stays outside; it enters by
 * {@link io.stratum.session.sv1.AgentSupport}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.sv1;
