/**
 * The WebSocket path on a Reactor Netty web server.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.reactive;
