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

import io.stratum.server.TlsSettings;

/**
 * The TLS of a listener. Handshakes use the newest material that was not broken;
 * connections keep what they were made with.
 */
final class ListenerTls {

	private static final Log logger = LogFactory.getLog(ListenerTls.class);

	private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

	private final String listener;

	private final TlsSettings settings;

	private volatile @Nullable SslProvider current;

	ListenerTls(String listener, TlsSettings settings) {
		this.listener = listener;
		this.settings = settings;
		settings.onUpdate(this::update);
	}

	TcpServer secure(TcpServer server) throws SSLException {
		SslProvider initial = build();
		this.current = initial;
		return server.secure((spec) -> spec.sslContext(initial.getSslContext())
			.handshakeTimeout(HANDSHAKE_TIMEOUT)
			.setSniAsyncMappings((name, promise) -> {
				SslProvider provider = this.current;
				return promise.setSuccess((provider != null) ? provider : initial);
			}));
	}

	private void update() {
		if (this.current == null) {
			return;
		}
		try {
			this.current = build();
			logger.info("Stratum listener '" + this.listener + "' uses its new TLS certificate");
		}
		catch (SSLException | RuntimeException ex) {
			logger.warn("Stratum listener '" + this.listener
					+ "' keeps its TLS certificate, as the new one is unusable: " + ex);
		}
	}

	private SslProvider build() throws SSLException {
		List<String> protocols = this.settings.protocols();
		SslContextBuilder builder = SslContextBuilder.forServer(this.settings.keyManagerFactory())
			.trustManager(this.settings.trustManagerFactory())
			.ciphers(this.settings.ciphers())
			.protocols((protocols != null) ? protocols.toArray(String[]::new) : null)
			.clientAuth(clientAuth());
		return SslProvider.builder().sslContext(builder.build()).handshakeTimeout(HANDSHAKE_TIMEOUT).build();
	}

	private ClientAuth clientAuth() {
		return switch (this.settings.clientAuth()) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> ClientAuth.REQUIRE;
		};
	}

}
