package io.stratum.client;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ByteReceiver;
import io.stratum.client.transport.ClientSettings;
import io.stratum.client.transport.ClientTransport;
import io.stratum.client.transport.ServerEndpoint;
import io.stratum.client.transport.Sv2Security;

/**
 * Connects to a stratum server and speaks Stratum V1 with it, over TCP, TLS or WebSocket;
 * Stratum V2 with {@code client.sv2.Sv2MinerSession}, and as an agent with many workers
 * with {@code client.btcagent.AgentSession}. Immutable, and safe for use by several
 * threads.
 * <p>
 * The client trusts a server no more than a server trusts a miner: lines, pending calls,
 * extranonce sizes and job fields are bounded, and what breaks the rules closes the
 * connection. It does not reconnect by itself; when and where to is up to the caller.
 *
 * <pre class="code">
 * StratumClient client = StratumClient.builder().uri("stratum+tcp://localhost:3333").build();
 * MinerSession miner = client.connectMiner(listener).block();
 * miner.subscribe().then(miner.authorize("worker", "x")).block();
 * </pre>
 */
public final class StratumClient {

	private final ClientOptions options;

	private final ClientSettings settings;

	private StratumClient(ClientOptions options, ClientSettings settings) {
		this.options = options;
		this.settings = settings;
	}

	/**
	 * A builder with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder(new ClientOptions());
	}

	/**
	 * A builder with the settings of this client, for one that differs a little.
	 * @return a new builder
	 */
	public Builder mutate() {
		return new Builder(new ClientOptions(this.options));
	}

	/**
	 * Opens a connection on each subscription. What the server sends on its own accord is
	 * ignored.
	 * @return the open connection; fails with {@link StratumConnectionException}
	 */
	public Mono<StratumConnection> connect() {
		return connect(new StratumListener() {
		});
	}

	/**
	 * Opens a connection on each subscription.
	 * @param listener hears what the server sends on its own accord
	 * @return the open connection; fails with {@link StratumConnectionException}
	 */
	public Mono<StratumConnection> connect(StratumListener listener) {
		if (this.settings.endpoint().sv2Only()) {
			return Mono
				.error(new IllegalStateException("only Stratum V2 is spoken at " + this.settings.endpoint().uri()));
		}
		return open((bytes) -> new LineConnection(bytes, listener)).cast(StratumConnection.class);
	}

	/**
	 * Opens a connection for a dialect without encryption of its own on each
	 * subscription.
	 * @param <R> the type of the receiver
	 * @param receiver makes the receiver, on the event loop
	 * @return the receiver; fails with {@link StratumConnectionException}
	 */
	<R extends ByteReceiver> Mono<R> open(Function<ByteConnection, R> receiver) {
		return open(Sv2Security.plaintext(), receiver);
	}

	/**
	 * Opens a connection for Stratum V2 on each subscription, protected as the URI or
	 * {@link Builder#sv2Security(Sv2Security)} says.
	 * @param <R> the type of the receiver
	 * @param receiver makes the receiver, on the event loop, after the handshake
	 * @return the receiver; fails with {@link StratumConnectionException}, or with
	 * {@link IllegalStateException} if nobody has said how to protect it
	 */
	<R extends ByteReceiver> Mono<R> openSv2(Function<ByteConnection, R> receiver) {
		Sv2Security security = this.settings.sv2Security();
		return (security != null) ? open(security, receiver) : Mono
			.error(new IllegalStateException("'sv2Security' must be set for " + this.settings.endpoint().uri()));
	}

	private <R extends ByteReceiver> Mono<R> open(Sv2Security security, Function<ByteConnection, R> receiver) {
		return ClientTransport.connect(this.settings, security, receiver)
			.onErrorMap((ex) -> new StratumConnectionException(
					"cannot connect to " + this.settings.endpoint().uri() + ": " + ex.getMessage(), ex));
	}

	/**
	 * Opens a connection on each subscription and sees it as a miner does: jobs,
	 * difficulty, extranonce.
	 * @param listener hears of jobs
	 * @return the session, not yet subscribed; fails with
	 * {@link StratumConnectionException}
	 */
	public Mono<MinerSession> connectMiner(MinerListener listener) {
		return Mono.defer(() -> {
			MinerSession session = new MinerSession(this.settings.userAgent(), listener);
			return connect(session.messages()).map(session::attach);
		});
	}

	/**
	 * Builds clients. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final ClientOptions options;

		private Builder(ClientOptions options) {
			this.options = options;
		}

		/**
		 * Sets the server: {@code stratum+tcp://host:port},
		 * {@code stratum+ssl://host:port}, {@code ws://host:port/path},
		 * {@code wss://host:port/path}, or for Stratum V2
		 * {@code stratum2+tcp://host:port/<authority key>}.
		 * @param uri the URI
		 * @return this builder
		 * @throws IllegalArgumentException if the URI names no such server
		 */
		public Builder uri(String uri) {
			return uri(URI.create(uri));
		}

		/**
		 * Sets the server.
		 * @param uri the URI
		 * @return this builder
		 * @throws IllegalArgumentException if the URI names no such server
		 * @see #uri(String)
		 */
		public Builder uri(URI uri) {
			this.options.endpoint = ServerEndpoint.of(uri);
			return this;
		}

		/**
		 * Sets what the client calls itself. By default {@code stratum-client/1.0}.
		 * @param userAgent the name
		 * @return this builder
		 */
		public Builder userAgent(String userAgent) {
			this.options.userAgent = userAgent;
			return this;
		}

		/**
		 * Sets how long connecting may take, with the handshakes of TLS and WebSocket. By
		 * default 10 seconds.
		 * @param connectTimeout the timeout
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.options.connectTimeout = ClientOptions.positive("connectTimeout", connectTimeout);
			return this;
		}

		/**
		 * Sets how long the response to a request may take. By default 30 seconds.
		 * @param requestTimeout the timeout
		 * @return this builder
		 */
		public Builder requestTimeout(Duration requestTimeout) {
			this.options.requestTimeout = ClientOptions.positive("requestTimeout", requestTimeout);
			return this;
		}

		/**
		 * Sets the longest line that the server may send. By default 64 KiB.
		 * @param maxLineLength the length in bytes, without the line feed
		 * @return this builder
		 */
		public Builder maxLineLength(int maxLineLength) {
			if (maxLineLength < 1) {
				throw new IllegalArgumentException("maxLineLength: " + maxLineLength + " (expected: >= 1)");
			}
			this.options.maxLineLength = maxLineLength;
			return this;
		}

		/**
		 * Sets the event loops, shared with other clients and servers. By default those
		 * of Reactor Netty. The caller disposes of them.
		 * @param loopResources the event loops
		 * @return this builder
		 */
		public Builder loopResources(LoopResources loopResources) {
			this.options.loopResources = loopResources;
			return this;
		}

		/**
		 * Sets whom to trust with TLS. By default those that Java trusts.
		 * @param trustManagerFactory the trust managers
		 * @return this builder
		 */
		public Builder trustManagerFactory(TrustManagerFactory trustManagerFactory) {
			this.options.trustManagerFactory = trustManagerFactory;
			return this;
		}

		/**
		 * Sets the whole TLS context, for instance of an SSL bundle, with the client's
		 * own key if the server asks for one. It wins over the trust managers.
		 * @param sslContext the context
		 * @return this builder
		 */
		public Builder sslContext(SSLContext sslContext) {
			this.options.sslContext = sslContext;
			return this;
		}

		/**
		 * Accepts any certificate for any host. For tests only: whoever sits in between
		 * can take over the connection.
		 * @return this builder
		 */
		public Builder insecure() {
			this.options.verifyHost = false;
			return trustManagerFactory(InsecureTrustManagerFactory.INSTANCE);
		}

		/**
		 * Sets how Stratum V2 is protected where the URI has no authority key, which
		 * otherwise wins.
		 * @param sv2Security the security
		 * @return this builder
		 */
		public Builder sv2Security(Sv2Security sv2Security) {
			this.options.sv2Security = sv2Security;
			return this;
		}

		/**
		 * Builds the client.
		 * @return the client
		 * @throws IllegalStateException if there is no URI, TLS cannot be set up, or a
		 * server of Stratum V2 cannot be checked
		 */
		public StratumClient build() {
			return new StratumClient(new ClientOptions(this.options), this.options.settings());
		}

	}

}
