package io.stratum.session;

import org.jspecify.annotations.Nullable;

/**
 * What a peer is told when the server stops.
 *
 * @param host where it should reconnect, or null for the same host. Many miners refuse a
 * host outside the domain they were configured with
 * @param port the port, 0 for the same
 * @param waitSeconds how long it should wait before
 * @param message a text for its operator, or null for none
 */
public record Farewell(@Nullable String host, int port, int waitSeconds, @Nullable String message) {

}
