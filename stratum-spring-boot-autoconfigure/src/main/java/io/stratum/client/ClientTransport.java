package io.stratum.client;

import java.time.Duration;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpClient;

/**
 * Opens channels with Reactor Netty.
 */
final class ClientTransport {

	private ClientTransport() {
	}

	static Mono<StratumConnection> connect(ClientSettings settings, StratumListener listener) {
		Mono<? extends Connection> opened = settings.endpoint().webSocket() ? webSocket(settings) : tcp(settings);
		return opened.timeout(settings.connectTimeout())
			.onErrorMap((ex) -> new StratumConnectionException(
					"cannot connect to " + settings.endpoint().uri() + ": " + ex.getMessage(), ex))
			.map((connection) -> attach(connection, settings, listener));
	}

	private static Mono<? extends Connection> tcp(ClientSettings settings) {
		ServerEndpoint endpoint = settings.endpoint();
		TcpClient client = TcpClient.newConnection()
			.host(endpoint.host())
			.port(endpoint.port())
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()));
		if (settings.loopResources() != null) {
			client = client.runOn(settings.loopResources());
		}
		SslContext sslContext = settings.sslContext();
		if (sslContext != null) {
			client = client.secure((spec) -> secure(spec, sslContext, settings));
		}
		return client.connect();
	}

	private static Mono<? extends Connection> webSocket(ClientSettings settings) {
		HttpClient client = HttpClient.newConnection()
			.disableRetry(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()));
		if (settings.loopResources() != null) {
			client = client.runOn(settings.loopResources());
		}
		SslContext sslContext = settings.sslContext();
		if (sslContext != null) {
			client = client.secure((spec) -> secure(spec, sslContext, settings));
		}
		WebsocketClientSpec frames = WebsocketClientSpec.builder()
			.maxFramePayloadLength(settings.maxLineLength())
			.build();
		return client.doOnChannelInit((observer, channel, address) -> channel.pipeline().addLast(new OriginRemover()))
			.headers((headers) -> headers.set("User-Agent", settings.userAgent()))
			.websocket(frames)
			.uri(settings.endpoint().uri())
			.connect();
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

	private static StratumConnection attach(Connection opened, ClientSettings settings, StratumListener listener) {
		Channel channel = opened.channel();
		NettyStratumConnection connection = new NettyStratumConnection(channel, settings, listener);
		opened.addHandlerLast("stratum", new StratumLineHandler(connection, settings.maxLineLength()));
		if (!channel.isActive()) {
			channel.eventLoop().execute(connection::terminated);
		}
		channel.config().setAutoRead(true);
		return connection;
	}

}
