/**
 * Auto-configuration of the server and of the WebSocket path on the application's own.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.server;
