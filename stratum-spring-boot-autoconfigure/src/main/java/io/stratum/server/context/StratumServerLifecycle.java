package io.stratum.server.context;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

import io.stratum.server.ListenerSettings;
import io.stratum.server.MappedPath;
import io.stratum.server.StratumServer;
import io.stratum.server.StratumServer.BoundListener;

/**
 * Starts the server last and stops it first, before a web server, on whose WebSocket path
 * miners may be connected as well. Keeps an application without a web server alive.
 */
public final class StratumServerLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(StratumServerLifecycle.class);

	private final StratumServer server;

	private final List<MappedPath> mapped;

	private final Duration gracePeriod;

	private final ApplicationContext applicationContext;

	private @Nullable CountDownLatch keepAlive;

	private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	private boolean refusingTraffic;

	/**
	 * Creates the lifecycle.
	 * @param server the server
	 * @param mapped the paths on the application's own web server
	 * @param gracePeriod how long sessions may take to end
	 * @param applicationContext hears of the start and the stop
	 */
	public StratumServerLifecycle(StratumServer server, List<MappedPath> mapped, Duration gracePeriod,
			ApplicationContext applicationContext) {
		this.server = server;
		this.mapped = List.copyOf(mapped);
		this.gracePeriod = gracePeriod;
		this.applicationContext = applicationContext;
	}

	@Override
	public synchronized void start() {
		if (this.keepAlive != null) {
			return;
		}
		this.stopped.join();
		this.server.start();
		this.mapped.forEach((path) -> path.connections().open());
		this.keepAlive = keepAlive();
		logStart();
		if (this.refusingTraffic) {
			this.refusingTraffic = false;
			AvailabilityChangeEvent.publish(this.applicationContext, ReadinessState.ACCEPTING_TRAFFIC);
		}
		this.applicationContext.publishEvent(new StratumServerInitializedEvent(this.server, this.applicationContext));
	}

	@Override
	public void stop() {
		end().join();
	}

	@Override
	public void stop(Runnable callback) {
		end().thenRun(callback);
	}

	@Override
	public synchronized boolean isRunning() {
		return this.keepAlive != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	private synchronized CompletableFuture<Void> end() {
		CountDownLatch running = this.keepAlive;
		if (running == null) {
			return this.stopped;
		}
		this.keepAlive = null;
		this.refusingTraffic = true;
		// A web context has said so when it began to close; others never do.
		AvailabilityChangeEvent.publish(this.applicationContext, ReadinessState.REFUSING_TRAFFIC);
		logger.info("Stratum server is stopping, open connections: " + connections());
		Stream<CompletionStage<Void>> parts = Stream.concat(Stream.of(this.server.stop(this.gracePeriod)),
				this.mapped.stream().map((path) -> path.connections().drain(this.gracePeriod)));
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.stopped = done;
		CompletableFuture.allOf(parts.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
			.whenComplete((result, failure) -> {
				if (failure != null) {
					logger.error("Stratum server did not stop cleanly", failure);
				}
				else {
					logger.info("Stratum server has stopped");
				}
				running.countDown();
				done.complete(null);
			});
		return done;
	}

	private int connections() {
		return this.server.listeners().stream().mapToInt(BoundListener::sessions).sum()
				+ this.mapped.stream().mapToInt((path) -> path.connections().size()).sum();
	}

	private static CountDownLatch keepAlive() {
		CountDownLatch running = new CountDownLatch(1);
		// Event loop threads are daemons.
		Thread thread = new Thread(() -> await(running), "stratum-keep-alive");
		thread.setDaemon(false);
		thread.start();
		return running;
	}

	private static void await(CountDownLatch running) {
		try {
			running.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void logStart() {
		for (BoundListener listener : this.server.listeners()) {
			logger.info("Stratum listener '" + listener.name() + "' on port " + listener.port() + " ("
					+ listener.transport() + ") for " + lowerCase(listener.dialects()));
		}
		for (MappedPath path : this.mapped) {
			ListenerSettings settings = path.connections().settings();
			logger.info("Stratum listener '" + settings.name() + "' on the web server's path '"
					+ path.webSocket().path() + "' for " + lowerCase(new TreeSet<>(settings.protocols().dialects())));
		}
	}

	private static String lowerCase(Collection<?> dialects) {
		return dialects.toString().toLowerCase(Locale.ROOT);
	}

}
