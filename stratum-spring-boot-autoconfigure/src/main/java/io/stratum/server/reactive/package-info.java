/**
 * The mapped WebSocket path on a reactive web server. What needs the application's own
 * Reactor Netty server belongs here; what both mapped paths share is in {@code server}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.reactive;
