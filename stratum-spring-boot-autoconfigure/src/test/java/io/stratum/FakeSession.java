package io.stratum;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.netty.buffer.ByteBuf;

import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Work;
import io.stratum.server.EchoSessions;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.FakeConnection;
import io.stratum.session.FakeLoop;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;

/**
 * A session that says and does nothing, for tests of those who watch sessions.
 */
public final class FakeSession extends AbstractStratumSession {

	public final List<WorkerDetails> miners = new ArrayList<>(
			List.of(new WorkerDetails(Worker.of("alice.rig1"), 512, 3, 1, Duration.ofSeconds(2))));

	private Dialect dialect = Dialect.SV1;

	/** The first of its server. */
	public FakeSession(String listener) {
		this(listener, new SessionRegistry(), new SessionIds(0));
	}

	/** The next of a server. */
	public FakeSession(String listener, SessionRegistry registry, SessionIds ids) {
		super(new Environment(registry, new SessionObserver() {
		}, ids, InstantSource.fixed(Instant.EPOCH), () -> 0), new ListenerConnection(listener),
				EchoSessions.settings());
		setUserAgent("cpuminer/1.0");
		register();
	}

	public void become(Dialect dialect) {
		this.dialect = dialect;
	}

	@Override
	public Dialect dialect() {
		return this.dialect;
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
	public void receive(ByteBuf bytes) {
	}

	@Override
	public void frameEnded() {
	}

	@Override
	public void readComplete() {
	}

	@Override
	public void writabilityChanged() {
	}

	@Override
	public void sweep(long nowNanos) {
	}

	@Override
	public void shutDown() {
	}

	@Override
	public void workPublished(Work work) {
	}

	@Override
	protected void announceClose(CloseReason reason) {
	}

	@Override
	protected void release() {
	}

	private static final class ListenerConnection extends FakeConnection {

		private final String listener;

		ListenerConnection(String listener) {
			super(new FakeLoop());
			this.listener = listener;
			this.remoteAddress = new InetSocketAddress("192.0.2.1", 5000);
		}

		@Override
		public String listener() {
			return this.listener;
		}

	}

}
