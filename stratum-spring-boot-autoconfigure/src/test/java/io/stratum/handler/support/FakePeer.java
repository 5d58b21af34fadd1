package io.stratum.handler.support;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.JsonPeer;
import io.stratum.session.Transport;

/**
 * A session without a connection. Its loop runs when the test says so.
 */
final class FakePeer implements JsonPeer {

	final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final List<Runnable> closeActions = new ArrayList<>();

	private final List<Worker> workers = new ArrayList<>();

	private volatile boolean open = true;

	static StratumRequest request(String method, @Nullable Object... params) {
		return new StratumRequest(1L, method, Arrays.asList(params));
	}

	static StratumRequest named(String method, Map<String, Object> params) {
		return new StratumRequest(1L, method, params);
	}

	FakePeer authorized(String... names) {
		for (String name : names) {
			this.workers.add(Worker.of(name));
		}
		return this;
	}

	void runLoop() {
		for (Runnable task = this.loop.poll(); task != null; task = this.loop.poll()) {
			task.run();
		}
	}

	@Override
	public String id() {
		return "00000001";
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return InetSocketAddress.createUnresolved("192.0.2.1", 4000);
	}

	@Override
	public String listener() {
		return "tcp";
	}

	@Override
	public Transport transport() {
		return Transport.values()[0];
	}

	@Override
	public Dialect dialect() {
		return Dialect.SV1;
	}

	@Override
	public Instant connectedAt() {
		return Instant.EPOCH;
	}

	@Override
	public String userAgent() {
		return "";
	}

	@Override
	public Collection<Worker> workers() {
		return List.copyOf(this.workers);
	}

	@Override
	public double difficulty() {
		return 0;
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public void send(String method, @Nullable Object... params) {
	}

	@Override
	public CompletionStage<@Nullable Object> call(String method, @Nullable Object... params) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void execute(Runnable task) {
		this.loop.add(task);
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public void close() {
		this.open = false;
		this.closeActions.forEach(Runnable::run);
	}

	@Override
	public void onClose(Runnable action) {
		if (this.open) {
			this.closeActions.add(action);
		}
		else {
			action.run();
		}
	}

}
