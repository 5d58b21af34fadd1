package io.stratum.demo.miner;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.StratumClient;
import io.stratum.client.btcagent.AgentListener;
import io.stratum.client.btcagent.AgentSession;
import io.stratum.client.btcagent.AgentSetup;
import io.stratum.client.btcagent.AgentShare;
import io.stratum.client.btcagent.RegisteredWorker;

/**
 * An agent with many workers, which share the hash rate of one thread.
 */
final class AgentLink implements PoolLink {

	private final String account;

	private final int workers;

	AgentLink(String account, int workers) {
		this.account = account;
		this.workers = workers;
	}

	@Override
	public int slots() {
		return this.workers;
	}

	@Override
	public Runnable open(StratumClient client, JobBoard board) {
		AgentSession session = AgentSession.connect(client, AgentSetup.of(this.account), new Messages(board))
			.blockOptional(TIMEOUT)
			.orElseThrow();
		try {
			for (int i = 1; i <= this.workers; i++) {
				session.register("demo-miner/1.0", "rig%02d".formatted(i)).block(TIMEOUT);
			}
			return session::close;
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	/** Workers that never leave have the numbers from 0 on. */
	private record Messages(JobBoard board) implements AgentListener {

		@Override
		public void jobReceived(RegisteredWorker worker, MinerJob job) {
			this.board.put(worker.session(), new Task(worker, job));
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.board.close();
		}

	}

	private record Task(RegisteredWorker rig, MinerJob job) implements MiningTask {

		@Override
		public String worker() {
			return this.rig.name();
		}

		@Override
		public Target target() {
			return this.job.shareTarget();
		}

		@Override
		public int extranonceSize() {
			return this.job.subscription().extranonce2Size();
		}

		@Override
		public byte[] header(byte[] extranonce) {
			return this.job.header(extranonce);
		}

		@Override
		public Mono<?> submit(byte[] extranonce, byte[] header) {
			return this.rig.submit(new AgentShare(this.job, ByteBuffer.wrap(extranonce).getInt(),
					LittleEndian.getInt(header, BlockHeader.TIME_OFFSET),
					LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET), 0));
		}

	}

}
