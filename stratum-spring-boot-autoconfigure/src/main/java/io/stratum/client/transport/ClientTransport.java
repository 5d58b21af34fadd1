package io.stratum.client.transport;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpClient;

/**
 * Opens connections with Reactor Netty.
 */
public final class ClientTransport {

	/** A frame that gathers messages of Stratum V2 may be longer than one of them. */
	private static final int MIN_BINARY_FRAME = 512 * 1024;

	private static final SecureRandom RANDOM = new SecureRandom();

	private ClientTransport() {
	}

	/**
	 * Opens a connection on each subscription, and reads from it once there is a
	 * receiver.
	 * @param <R> the type of the receiver
	 * @param settings where to and how
	 * @param security whether and how a Noise handshake comes first
	 * @param receiver makes the receiver of what comes on the open connection
	 * @return the receiver
	 */
	public static <R extends ByteReceiver> Mono<R> connect(ClientSettings settings, Sv2Security security,
			Function<ByteConnection, R> receiver) {
		Mono<? extends Connection> opened = settings.endpoint().webSocket() ? webSocket(settings) : tcp(settings);
		return opened
			.flatMap((connection) -> security.encrypted() ? encrypt(connection, settings, security, receiver)
					: Mono.just(attach(connection, settings, receiver)))
			.timeout(settings.connectTimeout())
			.onErrorMap(TimeoutException.class,
					(ex) -> new TimeoutException("not connected within " + settings.connectTimeout()));
	}

	private static Mono<? extends Connection> tcp(ClientSettings settings) {
		ServerEndpoint endpoint = settings.endpoint();
		TcpClient client = configure(TcpClient.newConnection(), settings).host(endpoint.host()).port(endpoint.port());
		SslContext sslContext = settings.sslContext();
		if (sslContext != null) {
			client = client.secure((spec) -> secure(spec, sslContext, settings));
		}
		return client.connect();
	}

	private static Mono<? extends Connection> webSocket(ClientSettings settings) {
		HttpClient client = configure(HttpClient.newConnection(), settings).disableRetry(true);
		SslContext sslContext = settings.sslContext();
		if (sslContext != null) {
			client = client.secure((spec) -> secure(spec, sslContext, settings));
		}
		int maxFrame = (settings.sv2Security() != null) ? Math.max(MIN_BINARY_FRAME, settings.maxLineLength())
				: settings.maxLineLength();
		WebsocketClientSpec frames = WebsocketClientSpec.builder().maxFramePayloadLength(maxFrame).build();
		return client.doOnChannelInit((observer, channel, address) -> channel.pipeline().addLast(new OriginRemover()))
			.headers((headers) -> headers.set("User-Agent", settings.userAgent()))
			.websocket(frames)
			.uri(settings.endpoint().uri())
			.connect();
	}

	private static <T extends reactor.netty.transport.ClientTransport<T, ?>> T configure(T client,
			ClientSettings settings) {
		T configured = client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()))
			.option(ChannelOption.SO_KEEPALIVE, true);
		LoopResources loops = settings.loopResources();
		return (loops != null) ? configured.runOn(loops) : configured;
	}

	private static void secure(SslProvider.SslContextSpec spec, SslContext sslContext, ClientSettings settings) {
		spec.sslContext(sslContext)
			.handshakeTimeout(settings.connectTimeout())
			.handlerConfigurator((handler) -> verifyHost(handler.engine(), settings.verifyHost()));
	}

	private static void verifyHost(SSLEngine engine, boolean verify) {
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm(verify ? "HTTPS" : "");
		engine.setSSLParameters(parameters);
	}

	private static int millis(Duration duration) {
		return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
	}

	private static <R extends ByteReceiver> R attach(Connection opened, ClientSettings settings,
			Function<ByteConnection, R> factory) {
		Channel channel = opened.channel();
		if (settings.endpoint().webSocket()) {
			opened.addHandlerLast("stratum.frames", new WebSocketUnwrapper());
		}
		R receiver = receive(opened, settings, factory);
		channel.config().setAutoRead(true);
		return receiver;
	}

	private static <R extends ByteReceiver> R receive(Connection opened, ClientSettings settings,
			Function<ByteConnection, R> factory) {
		Channel channel = opened.channel();
		ByteConnection connection = new ByteConnection(channel, settings);
		R receiver = factory.apply(connection);
		opened.addHandlerLast("stratum", new ReceivingHandler(connection, receiver));
		if (!channel.isActive()) {
			channel.eventLoop().execute(() -> connection.terminate(receiver));
		}
		return receiver;
	}

	private static <R extends ByteReceiver> Mono<R> encrypt(Connection opened, ClientSettings settings,
			Sv2Security security, Function<ByteConnection, R> factory) {
		return Mono.create((sink) -> {
			Channel channel = opened.channel();
			boolean webSocket = settings.endpoint().webSocket();
			sink.onCancel(channel::close);
			if (webSocket) {
				opened.addHandlerLast("stratum.frames", new WebSocketUnwrapper());
			}
			opened.addHandlerLast("stratum.noise",
					new NoiseHandler(security, RANDOM, InstantSource.system(), webSocket, (failure) -> {
						if (failure != null) {
							sink.error(failure);
						}
						else {
							sink.success(receive(opened, settings, factory));
						}
					}));
			channel.config().setAutoRead(true);
		});
	}

}
