package io.stratum.server.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;
import reactor.netty.resources.LoopResources;

import io.stratum.server.ConnectionLoop;
import io.stratum.server.ConnectionLoops;

/**
 * The loops of Reactor Netty's {@link LoopResources}, which stay their owner's to
 * dispose.
 */
public final class NettyLoops implements ConnectionLoops {

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

	@Override
	public ConnectionLoop next() {
		return of(this.resources.onServer(LoopResources.DEFAULT_NATIVE).next());
	}

	@Override
	public ConnectionLoop of(Executor eventLoop) {
		if (!(eventLoop instanceof EventLoop nettyLoop)) {
			throw new IllegalArgumentException("executor: " + eventLoop + " (expected: an event loop of Netty)");
		}
		return this.loops.computeIfAbsent(nettyLoop, (key) -> new NettyLoop(key, this.nanoClock));
	}

}
