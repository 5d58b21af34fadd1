/**
 * Listeners by Reactor Netty: TCP, TLS and WebSocket, and the connections that sessions
 * see. What needs a Netty type of the server's side belongs here and nowhere else.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.netty;
