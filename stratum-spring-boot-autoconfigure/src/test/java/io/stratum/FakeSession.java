package io.stratum;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;
import io.stratum.session.Dialect;
import io.stratum.session.StratumSession;
import io.stratum.session.Transport;

/**
 * A session without a connection, for tests of those who watch sessions.
 */
public final class FakeSession implements StratumSession {

	public final List<WorkerDetails> miners = new ArrayList<>(
			List.of(new WorkerDetails(Worker.of("alice.rig1"), 512, 3, 1, Duration.ofSeconds(2))));

	private final String id;

	private final String listener;

	private Dialect dialect = Dialect.SV1;

	private boolean open = true;

	public FakeSession(String id, String listener) {
		this.id = id;
		this.listener = listener;
	}

	public void become(Dialect dialect) {
		this.dialect = dialect;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return new InetSocketAddress("192.0.2.1", 5000);
	}

	@Override
	public String listener() {
		return this.listener;
	}

	@Override
	public Transport transport() {
		return Transport.TCP;
	}

	@Override
	public Dialect dialect() {
		return this.dialect;
	}

	@Override
	public Instant connectedAt() {
		return Instant.EPOCH;
	}

	@Override
	public String userAgent() {
		return "cpuminer/1.0";
	}

	@Override
	public Collection<Worker> workers() {
		return this.miners.stream().map(WorkerDetails::worker).toList();
	}

	@Override
	public List<WorkerDetails> workerDetails(int from, int count) {
		return this.miners.stream().skip(from).limit(count).toList();
	}

	@Override
	public double difficulty() {
		return 1024;
	}

	@Override
	public Map<String, Object> attributes() {
		return new ConcurrentHashMap<>();
	}

	@Override
	public void send(String method, @Nullable Object... params) {
	}

	@Override
	public CompletionStage<@Nullable Object> call(String method, @Nullable Object... params) {
		return new CompletableFuture<>();
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public void close() {
		this.open = false;
	}

	@Override
	public void execute(Runnable task) {
		task.run();
	}

	@Override
	public void onClose(Runnable action) {
	}

}
