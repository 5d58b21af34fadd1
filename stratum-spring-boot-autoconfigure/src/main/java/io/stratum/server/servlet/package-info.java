/**
 * The WebSocket path on a servlet web server.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.servlet;
