package io.stratum.server;

import io.stratum.server.ListenerSettings.WebSocketSettings;

/**
 * A WebSocket path on the application's own web server.
 *
 * @param connections the connections of miners to it
 * @param webSocket the path and how WebSocket is spoken there
 */
public record MappedPath(ConnectionGroup connections, WebSocketSettings webSocket) {
}
