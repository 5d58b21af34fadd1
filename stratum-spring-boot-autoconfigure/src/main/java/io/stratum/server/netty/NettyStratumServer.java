package io.stratum.server.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import reactor.netty.resources.LoopResources;

import io.stratum.server.ListenerSettings;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;

/**
 * The stratum server on Reactor Netty.
 */
public final class NettyStratumServer implements StratumServer {

	public NettyStratumServer(List<ListenerSettings> listeners, LoopResources loops, SessionFactory sv1,
			SessionRegistry registry, SessionObserver observer, io.stratum.server.ShutdownSettings shutdown) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void start() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> stop(Duration grace) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<BoundListener> listeners() {
		throw new UnsupportedOperationException();
	}

}
