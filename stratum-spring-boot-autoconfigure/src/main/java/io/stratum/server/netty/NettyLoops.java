package io.stratum.server.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;
import reactor.netty.resources.LoopResources;

import io.stratum.server.ConnectionLoop;

/**
 * The event loops that connections are pinned to: those of Reactor Netty's
 * {@link LoopResources}, which stay their owner's to dispose. Safe for use by several
 * threads.
 */
public final class NettyLoops {

	private final LoopResources resources;

	private final LongSupplier nanoClock;

	private final Map<EventLoop, NettyLoop> loops = new ConcurrentHashMap<>();

	/**
	 * Creates the loops.
	 * @param resources where the event loops come from
	 */
	public NettyLoops(LoopResources resources) {
		this(resources, System::nanoTime);
	}

	NettyLoops(LoopResources resources, LongSupplier nanoClock) {
		this.resources = resources;
		this.nanoClock = nanoClock;
	}

	LoopResources resources() {
		return this.resources;
	}

	/**
	 * A loop for a connection that has none of its own; all loops in turn.
	 * @return the loop
	 */
	public ConnectionLoop next() {
		return of(this.resources.onServer(LoopResources.DEFAULT_NATIVE).next());
	}

	/**
	 * The loop that an event loop is.
	 * @param eventLoop the event loop
	 * @return the loop, the same for the same event loop
	 */
	public ConnectionLoop of(EventLoop eventLoop) {
		return this.loops.computeIfAbsent(eventLoop, (key) -> new NettyLoop(key, this.nanoClock));
	}

}
