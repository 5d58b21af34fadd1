/**
 * The mapped WebSocket path on a servlet web server. What needs the servlet API or
 * Spring's WebSocket support belongs here; what both mapped paths share is in {@code
 * server}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.servlet;
