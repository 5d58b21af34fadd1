package io.stratum.demo.miner;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.MinerListener;
import io.stratum.client.MinerSession;
import io.stratum.client.ReconnectRequest;
import io.stratum.client.ShareSubmission;
import io.stratum.client.StratumClient;

/**
 * A miner of Stratum V1.
 */
final class Sv1Link implements PoolLink {

	private final String worker;

	Sv1Link(String worker) {
		this.worker = worker;
	}

	@Override
	public Runnable open(StratumClient client, JobBoard board) {
		Messages messages = new Messages(board);
		MinerSession session = client.connectMiner(messages).blockOptional(TIMEOUT).orElseThrow();
		try {
			messages.session = session;
			session.subscribe().block(TIMEOUT);
			if (!Boolean.TRUE.equals(session.authorize(this.worker, "x").block(TIMEOUT))) {
				throw new IllegalStateException("worker \"" + this.worker + "\" refused");
			}
			return session::close;
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	private final class Messages implements MinerListener {

		private final JobBoard board;

		private volatile @Nullable MinerSession session;

		Messages(JobBoard board) {
			this.board = board;
		}

		@Override
		public void jobReceived(MinerJob job) {
			MinerSession current = this.session;
			if (current != null) {
				this.board.put(0, new Task(Sv1Link.this.worker, current, job));
			}
		}

		@Override
		public void reconnectRequested(ReconnectRequest request) {
			this.board.reconnect(request);
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.board.close();
		}

	}

	/** A job of Stratum V1. */
	record Task(String worker, MinerSession session, MinerJob job) implements MiningTask {

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
			return this.session.submit(new ShareSubmission(this.worker, this.job.params().jobId(), extranonce,
					LittleEndian.getInt(header, BlockHeader.TIME_OFFSET),
					LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET), null));
		}

	}

}
