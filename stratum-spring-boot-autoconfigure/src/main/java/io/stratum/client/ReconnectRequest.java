package io.stratum.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What {@code client.reconnect} says.
 *
 * @param host the host, or null for the same
 * @param port the port, or 0 for the same
 * @param delay how long to wait before, at most an hour
 */
public record ReconnectRequest(@Nullable String host, int port, Duration delay) {
}
