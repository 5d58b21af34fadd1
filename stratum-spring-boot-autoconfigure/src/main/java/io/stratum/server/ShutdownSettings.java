package io.stratum.server;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the server stops.
 *
 * @param gracePeriod how long sessions may take to end
 * @param reconnectHost the host that miners are sent to by client.reconnect, or null for
 * the same
 * @param reconnectPort the port that miners are sent to, 0 for the same
 * @param reconnectWait how long they should wait before
 */
public record ShutdownSettings(Duration gracePeriod, @Nullable String reconnectHost, int reconnectPort,
		Duration reconnectWait) {

}
