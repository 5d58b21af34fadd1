package io.stratum.server;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.session.SessionSettings;

/**
 * How a listener is bound and what it allows. A {@link MappedPath} is bound by the web
 * server: it has neither an address of its own nor WebSocket or TLS settings here.
 *
 * @param name its name
 * @param address the address to bind to
 * @param port the port, 0 for a free one
 * @param webSocket the WebSocket settings, or null for plain lines over TCP
 * @param tls the TLS settings, or null for none
 * @param protocols what it serves
 * @param maxConnections how many connections it holds at most, 0 for no limit
 * @param maxConnectionsPerAddress how many of them from one address, 0 for no limit
 * @param connectionRatePerAddress how many connections an address may open in a minute, 0
 * for no limit
 * @param session the settings of its sessions
 */
public record ListenerSettings(String name, String address, int port, @Nullable WebSocketSettings webSocket,
		@Nullable TlsSettings tls, ProtocolSettings protocols, int maxConnections, int maxConnectionsPerAddress,
		int connectionRatePerAddress, SessionSettings session) {

	/**
	 * How a listener speaks WebSocket.
	 *
	 * @param path the path of the endpoint
	 * @param allowedOrigins the origins that browsers may connect from, {@code *} for
	 * any; requests without an origin are always allowed
	 * @param compress whether per-message deflate is offered
	 * @param maxFrameLength the longest message in bytes, also after decompression
	 */
	public record WebSocketSettings(String path, List<String> allowedOrigins, boolean compress, int maxFrameLength) {

	}

	/**
	 * Which dialects a listener serves. A peer is told from another by its first bytes;
	 * one whose dialect is not served is closed without a word.
	 *
	 * @param dialects the dialects. {@link Dialect#BTCAGENT} includes
	 * {@link Dialect#SV1}, with which agents begin
	 * @param plaintextSv2 whether {@link Dialect#SV2} may be spoken without encryption,
	 * too, as is usual in closed networks
	 */
	public record ProtocolSettings(Set<Dialect> dialects, boolean plaintextSv2) {

		/** Stratum V1 only. */
		public static final ProtocolSettings SV1_ONLY = new ProtocolSettings(Set.of(Dialect.SV1), false);

		/**
		 * Checks that something is served.
		 */
		public ProtocolSettings {
			dialects = Set.copyOf(dialects);
			if (dialects.isEmpty()) {
				throw new IllegalArgumentException("dialects: none (expected: at least one)");
			}
		}

		boolean allows(Dialect dialect) {
			return this.dialects.contains(dialect);
		}

		@Nullable Dialect ifServed(Dialect dialect) {
			return allows(dialect) ? dialect : null;
		}

		/** The dialect of a peer that sends text, null if there is none. */
		@Nullable Dialect text() {
			return allows(Dialect.BTCAGENT) ? Dialect.BTCAGENT : ifServed(Dialect.SV1);
		}

		boolean onlyText() {
			return !allows(Dialect.SV2);
		}

	}

}
