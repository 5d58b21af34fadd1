package io.stratum.server.netty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLException;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpServer;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.ListenerSettings;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.StratumServerException;
import io.stratum.server.StratumServerException.Reason;

/**
 * A listener: its server socket and the pipeline of its connections.
 */
final class NettyListener {

	private static final Duration BIND_TIMEOUT = Duration.ofSeconds(45);

	private static final int BACKLOG = 4096;

	// Small enough that a peer which does not read is noticed after some 50 messages.
	private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 * 1024, 64 * 1024);

	// Netty makes one for each channel otherwise.
	private static final RecvByteBufAllocator RECEIVE_BUFFERS = new AdaptiveRecvByteBufAllocator();

	private static final String HANDLER = "stratum";

	private final ConnectionGroup group;

	private final NettyLoops loops;

	private final List<NettyServerCustomizer> customizers;

	private final @Nullable WebSocketUpgrade upgrade;

	private final @Nullable ListenerTls tls;

	private @Nullable DisposableServer server;

	/**
	 * Creates a listener that is stopped.
	 * @param group its connections
	 * @param loops what serves them
	 * @param customizers applied to its server, in this order
	 * @param waitingHandshakes how many handshakes of TLS may wait to be computed
	 */
	NettyListener(ConnectionGroup group, NettyLoops loops, List<NettyServerCustomizer> customizers,
			int waitingHandshakes) {
		ListenerSettings settings = group.settings();
		this.group = group;
		this.loops = loops;
		this.customizers = customizers;
		this.upgrade = (settings.webSocket() != null) ? new WebSocketUpgrade(settings.webSocket()) : null;
		this.tls = (settings.tls() != null) ? new ListenerTls(settings.name(), settings.tls(), waitingHandshakes)
				: null;
	}

	void start() {
		this.group.open();
		try {
			this.server = server().bindNow(BIND_TIMEOUT);
		}
		catch (StratumServerException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw isPortInUse(ex) ? failure(Reason.PORT_IN_USE, "cannot be bound: the port is in use", ex)
					: failure(Reason.NOT_BOUND, "cannot be bound: " + reason(ex), ex);
		}
	}

	/**
	 * Releases the port and ends the connections.
	 * @param grace how long they may take
	 * @return completes when the port is free and there is no connection left
	 */
	CompletableFuture<?> stop(Duration grace) {
		CompletableFuture<Void> drained = this.group.drain(grace).toCompletableFuture();
		DisposableServer bound = this.server;
		this.server = null;
		if (bound != null) {
			bound.dispose();
			drained = CompletableFuture.allOf(drained, bound.onDispose().toFuture());
		}
		return (this.tls != null) ? drained.whenComplete((nothing, failure) -> this.tls.close()) : drained;
	}

	BoundListener describe() {
		DisposableServer bound = this.server;
		if (bound == null) {
			throw new IllegalStateException("listener '" + this.group.settings().name() + "' is not bound");
		}
		InetSocketAddress address = (InetSocketAddress) bound.address();
		return new BoundListener(this.group.settings().name(), transport(), address.getAddress().getHostAddress(),
				address.getPort(), this.group.size(),
				this.group.settings().protocols().dialects().stream().sorted().toList());
	}

	private String transport() {
		if (this.upgrade != null) {
			return (this.tls != null) ? "websocket-tls" : "websocket";
		}
		return (this.tls != null) ? "tls" : "tcp";
	}

	private TcpServer server() {
		ListenerSettings settings = this.group.settings();
		TcpServer configured = TcpServer.create()
			.bindAddress(() -> new InetSocketAddress(settings.address(), settings.port()))
			.runOn(this.loops.resources())
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childOption(ChannelOption.SO_KEEPALIVE, true)
			.childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVE_BUFFERS)
			.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
		if (this.tls != null) {
			configured = secure(configured, this.tls);
		}
		for (NettyServerCustomizer customizer : this.customizers) {
			configured = customizer.customize(settings.name(), configured);
		}
		return configured.doOnChannelInit((observer, channel, address) -> initialize(channel));
	}

	private TcpServer secure(TcpServer configured, ListenerTls listenerTls) {
		try {
			return listenerTls.secure(configured);
		}
		catch (SSLException | RuntimeException ex) {
			throw failure(Reason.TLS, "has no usable TLS certificate: " + ex.getMessage(), ex);
		}
	}

	private void initialize(Channel channel) {
		NettyConnection connection = connection(channel);
		if (!connection.join()) {
			channel.close();
			return;
		}
		ChannelPipeline pipeline = channel.pipeline();
		// Without Reactor Netty's bridge there is no publisher per connection.
		pipeline.replace(NettyPipeline.ReactiveBridge, HANDLER, new ConnectionHandler(connection));
		if (this.upgrade != null) {
			this.upgrade.addHandlers(pipeline, HANDLER);
		}
	}

	private NettyConnection connection(Channel channel) {
		ConnectionLoop loop = this.loops.of(channel.eventLoop());
		return (this.upgrade != null) ? new WebSocketConnection(this.group, loop, channel, this.upgrade)
				: new TcpConnection(this.group, loop, channel);
	}

	private StratumServerException failure(Reason why, String what, Throwable cause) {
		ListenerSettings settings = this.group.settings();
		return new StratumServerException(settings.name(), settings.port(), why, "Stratum listener '" + settings.name()
				+ "' on " + settings.address() + ":" + settings.port() + " " + what, cause);
	}

	// java.net.BindException on NIO, an errno exception of Netty on the native transports
	private static boolean isPortInUse(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (message != null && message.contains("already in use")) {
				return true;
			}
		}
		return false;
	}

	private static String reason(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != null) ? cause.toString() : failure.toString();
	}

}
