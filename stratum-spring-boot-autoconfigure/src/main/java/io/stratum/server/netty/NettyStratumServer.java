package io.stratum.server.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.StratumServer;

/**
 * The stratum server on Reactor Netty, which supplies the loops, the server sockets and
 * TLS; the traffic stays in the channel pipeline. Safe for use by several threads.
 */
public final class NettyStratumServer implements StratumServer {

	// Half a second of work for the threads of a listener.
	private static final int WAITING_HANDSHAKES = 1024;

	private final List<NettyListener> listeners;

	private boolean running;

	private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	/**
	 * Creates the server.
	 * @param listeners the connections of each listener, which has a name of its own
	 * @param loops the loops that serve the connections; they stay the caller's
	 * @param customizers applied to each listener, in this order
	 */
	public NettyStratumServer(List<ConnectionGroup> listeners, NettyLoops loops,
			List<NettyServerCustomizer> customizers) {
		this.listeners = listeners.stream()
			.map((group) -> new NettyListener(group, loops, List.copyOf(customizers), WAITING_HANDSHAKES))
			.toList();
	}

	@Override
	public synchronized void start() {
		if (this.running) {
			return;
		}
		this.stopped.join();
		List<NettyListener> bound = new ArrayList<>();
		try {
			for (NettyListener listener : this.listeners) {
				listener.start();
				bound.add(listener);
			}
			this.running = true;
		}
		finally {
			if (!this.running) {
				stop(bound, Duration.ZERO).join();
			}
		}
	}

	@Override
	public synchronized CompletionStage<Void> stop(Duration grace) {
		if (this.running) {
			this.running = false;
			this.stopped = stop(this.listeners, grace);
		}
		return this.stopped;
	}

	private static CompletableFuture<Void> stop(List<NettyListener> listeners, Duration grace) {
		return CompletableFuture
			.allOf(listeners.stream().map((listener) -> listener.stop(grace)).toArray(CompletableFuture[]::new));
	}

	@Override
	public synchronized List<BoundListener> listeners() {
		return this.running ? this.listeners.stream().map(NettyListener::describe).toList() : List.of();
	}

}
