package io.stratum.server.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;

import io.stratum.server.ConnectionLoop;

/**
 * An event loop of Netty.
 */
final class NettyLoop extends ConnectionLoop {

	private final EventLoop eventLoop;

	NettyLoop(EventLoop eventLoop, LongSupplier nanoClock) {
		super(nanoClock);
		this.eventLoop = eventLoop;
	}

	@Override
	public boolean inLoop() {
		return this.eventLoop.inEventLoop();
	}

	@Override
	public void execute(Runnable task) {
		this.eventLoop.execute(task);
	}

	@Override
	protected void schedule(Runnable task, Duration delay) {
		this.eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof NettyLoop loop && loop.eventLoop == this.eventLoop;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.eventLoop);
	}

	@Override
	public String toString() {
		return this.eventLoop.toString();
	}

}
