package io.stratum.client.transport;

import java.time.Duration;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * How a client connects and what it bears.
 *
 * @param endpoint the server
 * @param userAgent what the client calls itself
 * @param connectTimeout how long connecting may take, with the handshakes
 * @param requestTimeout how long a response may take
 * @param maxLineLength the longest line a server may send, in bytes
 * @param loopResources the event loops, or null for Reactor Netty's
 * @param sslContext the TLS context, or null without TLS
 * @param verifyHost whether the certificate must be for the server's host
 * @param sv2Security how Stratum V2 is protected, or null if nobody has said so
 */
public record ClientSettings(ServerEndpoint endpoint, String userAgent, Duration connectTimeout,
		Duration requestTimeout, int maxLineLength, @Nullable LoopResources loopResources,
		@Nullable SslContext sslContext, boolean verifyHost, @Nullable Sv2Security sv2Security) {
}
