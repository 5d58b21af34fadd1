/**
 * The server on Reactor Netty: TCP, TLS, WebSocket, pipeline.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.netty;
