package io.stratum.handler.invocation;

import io.stratum.session.StratumSession;

/**
 * A call of a handler method.
 *
 * @param session the session
 * @param message the message: a {@link io.stratum.protocol.sv1.StratumRequest} or a
 * message of a binary dialect
 * @param name the name that is mapped: a method such as {@code pool.ping}, or the simple
 * name of the message's type. Never text of a peer's own choice, so fit for a metric tag
 * @param handler the handler method, such as
 * {@code com.example.PoolController.ping(StratumSession)}, or a description of a built-in
 * one
 */
public record StratumInvocation(StratumSession session, Object message, String name, String handler) {

}
