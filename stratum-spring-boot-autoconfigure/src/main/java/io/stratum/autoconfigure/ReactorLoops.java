package io.stratum.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The event loops of an application's servers and clients. They are its own, not those
 * that Reactor Netty shares in the whole process: an application that ends would take the
 * loops of all others with it. They are made at their first use, end after all that runs
 * on them, and are made anew when a context is started again.
 */
public final class ReactorLoops implements LoopResources, SmartLifecycle, DisposableBean {

	/** Everything that uses the loops starts later and stops before. */
	private static final int PHASE = 0;

	private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

	private final Supplier<LoopResources> factory;

	private volatile @Nullable LoopResources loops;

	private volatile boolean running;

	/**
	 * Creates as many loops as Reactor Netty does by default.
	 */
	public ReactorLoops() {
		this(() -> LoopResources.create("stratum"));
	}

	/**
	 * Creates loops of the user's choice.
	 * @param factory makes the loops, once for each start of the context
	 */
	public ReactorLoops(Supplier<LoopResources> factory) {
		this.factory = factory;
	}

	private LoopResources loops() {
		LoopResources current = this.loops;
		return (current != null) ? current : create();
	}

	private synchronized LoopResources create() {
		LoopResources current = this.loops;
		if (current == null) {
			current = this.factory.get();
			this.loops = current;
		}
		return current;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		destroy();
	}

	@Override
	public synchronized void destroy() {
		LoopResources current = this.loops;
		this.loops = null;
		if (current != null) {
			// Sessions and servers have ended: there is nothing to be quiet for.
			current.disposeLater(Duration.ZERO, END_TIMEOUT).onErrorComplete().block(END_TIMEOUT);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public boolean daemon() {
		return loops().daemon();
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		return loops().onChannel(channelType, group);
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
		return loops().onChannelClass(channelType, group);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return loops().onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return loops().onServer(useNative);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return loops().onServerSelect(useNative);
	}

}
