package io.stratum.client;

import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import io.stratum.client.transport.ClientSettings;
import io.stratum.client.transport.ClientTls;
import io.stratum.client.transport.ServerEndpoint;
import io.stratum.client.transport.Sv2Security;

/**
 * What was said about a client so far, with the defaults for the rest.
 */
final class ClientOptions {

	@Nullable ServerEndpoint endpoint;

	String userAgent = "stratum-client/1.0";

	Duration connectTimeout = Duration.ofSeconds(10);

	Duration requestTimeout = Duration.ofSeconds(30);

	int maxLineLength = 64 * 1024;

	@Nullable LoopResources loopResources;

	@Nullable TrustManagerFactory trustManagerFactory;

	@Nullable SSLContext sslContext;

	boolean verifyHost = true;

	@Nullable Sv2Security sv2Security;

	ClientOptions() {
	}

	ClientOptions(ClientOptions other) {
		this.endpoint = other.endpoint;
		this.userAgent = other.userAgent;
		this.connectTimeout = other.connectTimeout;
		this.requestTimeout = other.requestTimeout;
		this.maxLineLength = other.maxLineLength;
		this.loopResources = other.loopResources;
		this.trustManagerFactory = other.trustManagerFactory;
		this.sslContext = other.sslContext;
		this.verifyHost = other.verifyHost;
		this.sv2Security = other.sv2Security;
	}

	/**
	 * The settings of a client that is complete.
	 * @throws IllegalStateException if there is no URI, TLS cannot be set up, or a server
	 * of Stratum V2 cannot be checked
	 */
	ClientSettings settings() {
		ServerEndpoint server = this.endpoint;
		if (server == null) {
			throw new IllegalStateException("'uri' must be set");
		}
		SslContext tls = server.tls() ? ClientTls.context(this.sslContext, this.trustManagerFactory) : null;
		return new ClientSettings(server, this.userAgent, this.connectTimeout, this.requestTimeout, this.maxLineLength,
				this.loopResources, tls, this.verifyHost, security(server));
	}

	private @Nullable Sv2Security security(ServerEndpoint server) {
		if (server.authority() != null) {
			return Sv2Security.noise(server.authority());
		}
		if (server.sv2Only() && this.sv2Security == null) {
			throw new IllegalStateException(
					"authority key: none (expected: stratum2+tcp://host:port/<key>, or 'sv2Security') in "
							+ server.uri());
		}
		return this.sv2Security;
	}

	static Duration positive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
		}
		return duration;
	}

}
