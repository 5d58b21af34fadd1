package io.stratum.session;

import org.jspecify.annotations.Nullable;

/**
 * Where peers are sent to when the server stops: {@code client.reconnect} and
 * {@code client.show_message} of Stratum V1, Reconnect of Stratum V2.
 *
 * @param host where it should reconnect, or null for the same host. Many miners refuse a
 * host outside the domain they were configured with
 * @param port the port, 0 for the same
 * @param waitSeconds how long it should wait before
 * @param message a text for its operator, or null for none
 */
public record ReconnectNotice(@Nullable String host, int port, int waitSeconds, @Nullable String message) {

}
