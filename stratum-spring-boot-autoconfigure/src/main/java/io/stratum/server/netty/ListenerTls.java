package io.stratum.server.netty;

import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpServer;

import io.stratum.server.HandshakeExecutor;
import io.stratum.server.TlsSettings;

/**
 * The TLS of a listener. Handshakes use the newest material that was not broken, and are
 * computed away from the event loops; connections keep what they were made with.
 */
final class ListenerTls {

	private static final Log logger = LogFactory.getLog(ListenerTls.class);

	private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

	private static final int HANDSHAKES_AT_A_TIME = 2;

	private final String listener;

	private final TlsSettings settings;

	private final int maxWaiting;

	private @Nullable HandshakeExecutor handshakes;

	private volatile @Nullable SslProvider current;

	/**
	 * Creates the TLS of a listener.
	 * @param listener the name of the listener
	 * @param settings its material
	 * @param maxWaiting how many handshakes may wait to be computed; further connections
	 * are closed
	 */
	ListenerTls(String listener, TlsSettings settings, int maxWaiting) {
		this.listener = listener;
		this.settings = settings;
		this.maxWaiting = maxWaiting;
		settings.onUpdate(this::update);
	}

	synchronized TcpServer secure(TcpServer server) throws SSLException {
		HandshakeExecutor executor = new HandshakeExecutor("stratum-tls-" + this.listener, HANDSHAKES_AT_A_TIME,
				this.maxWaiting);
		SslProvider initial = build(executor);
		this.handshakes = executor;
		this.current = initial;
		return server.secure((spec) -> spec.sslContext(initial.getSslContext())
			.handshakeTimeout(HANDSHAKE_TIMEOUT)
			.setSniAsyncMappings((name, promise) -> {
				SslProvider provider = this.current;
				return promise.setSuccess((provider != null) ? provider : initial);
			}));
	}

	/** Computes no more handshakes, until it secures a server again. */
	synchronized void close() {
		HandshakeExecutor executor = this.handshakes;
		this.handshakes = null;
		if (executor != null) {
			executor.close();
		}
	}

	private synchronized void update() {
		HandshakeExecutor executor = this.handshakes;
		if (executor == null) {
			return;
		}
		try {
			this.current = build(executor);
			logger.info("Stratum listener '" + this.listener + "' uses its new TLS certificate");
		}
		catch (SSLException | RuntimeException ex) {
			logger.warn("Stratum listener '" + this.listener
					+ "' keeps its TLS certificate, as the new one is unusable: " + ex);
		}
	}

	private SslProvider build(HandshakeExecutor executor) throws SSLException {
		List<String> protocols = this.settings.protocols();
		SslContextBuilder builder = SslContextBuilder.forServer(this.settings.keyManagerFactory())
			.trustManager(this.settings.trustManagerFactory())
			.ciphers(this.settings.ciphers())
			.protocols((protocols != null) ? protocols.toArray(String[]::new) : null)
			.clientAuth(clientAuth());
		return SslProvider.builder()
			.sslContext(new OffloadedSslContext(builder.build(), executor))
			.handshakeTimeout(HANDSHAKE_TIMEOUT)
			.build();
	}

	private ClientAuth clientAuth() {
		return switch (this.settings.clientAuth()) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> ClientAuth.REQUIRE;
		};
	}

}
