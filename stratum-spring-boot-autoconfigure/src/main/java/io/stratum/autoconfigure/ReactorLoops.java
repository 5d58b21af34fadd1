package io.stratum.autoconfigure;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import reactor.netty.resources.LoopResources;

import org.springframework.http.client.ReactorResourceFactory;

/**
 * The loops that the application shares. They are asked for anew at each use, since a
 * context that is stopped and started again gets others.
 */
public final class ReactorLoops implements LoopResources {

	private final ReactorResourceFactory factory;

	/**
	 * Creates the loops.
	 * @param factory where they come from
	 */
	public ReactorLoops(ReactorResourceFactory factory) {
		this.factory = factory;
	}

	private LoopResources loops() {
		return this.factory.getLoopResources();
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
