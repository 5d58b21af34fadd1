package io.stratum.faults;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.MinerListener;
import io.stratum.client.MinerSession;
import io.stratum.client.ShareSubmission;
import io.stratum.client.StratumClient;
import io.stratum.client.btcagent.AgentListener;
import io.stratum.client.btcagent.AgentSession;
import io.stratum.client.btcagent.AgentSetup;
import io.stratum.client.btcagent.AgentShare;
import io.stratum.client.btcagent.RegisteredWorker;
import io.stratum.client.sv2.Sv2MinerChannel;
import io.stratum.client.sv2.Sv2Job;
import io.stratum.client.sv2.Sv2MinerListener;
import io.stratum.client.sv2.Sv2MinerSession;
import io.stratum.client.sv2.Sv2Setup;
import io.stratum.client.sv2.Sv2Share;
import io.stratum.client.transport.Sv2Security;

/**
 * Connects a miner of each dialect.
 */
final class Rigs {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Rigs() {
	}

	static Rig v1(int port, String worker) {
		return new V1(StratumClient.builder().uri("stratum+tcp://127.0.0.1:" + port).build(), worker);
	}

	static Rig v2(int port, String worker) {
		return new V2(StratumClient.builder()
			.uri("stratum2+tcp://127.0.0.1:" + port)
			.sv2Security(Sv2Security.plaintext())
			.build(), worker);
	}

	static Rig agent(int port, String account) {
		return new Agent(StratumClient.builder().uri("stratum+tcp://127.0.0.1:" + port).build(), account);
	}

	private static int time(byte[] header) {
		return LittleEndian.getInt(header, BlockHeader.TIME_OFFSET);
	}

	private static int nonce(byte[] header) {
		return LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET);
	}

	/**
	 * Stratum V1.
	 */
	private static final class V1 extends Rig implements MinerListener {

		private final String worker;

		private final MinerSession session;

		V1(StratumClient client, String worker) {
			super("V1");
			this.worker = worker;
			this.session = client.connectMiner(this).blockOptional(LIMIT).orElseThrow();
			this.session.subscribe().block(LIMIT);
			if (!Boolean.TRUE.equals(this.session.authorize(worker, "x").block(LIMIT))) {
				throw new IllegalStateException("refused");
			}
		}

		@Override
		public void jobReceived(MinerJob job) {
			received(new JobWork(job) {
				@Override
				public Mono<?> submit(byte[] extranonce, byte[] header) {
					return V1.this.session.submit(new ShareSubmission(V1.this.worker, job.params().jobId(), extranonce,
							time(header), nonce(header), null));
				}
			});
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			// The test sees it by what does not come
		}

		@Override
		public void close() {
			this.session.close();
		}

	}

	/**
	 * A job of V1 or of an agent.
	 */
	private abstract static class JobWork implements Rig.Work {

		private final MinerJob job;

		JobWork(MinerJob job) {
			this.job = job;
		}

		@Override
		public Hash256 tip() {
			return this.job.params().prevhash();
		}

		@Override
		public int extranonceSize() {
			return this.job.subscription().extranonce2Size();
		}

		@Override
		public byte[] header(byte[] extranonce) {
			return this.job.header(extranonce);
		}

	}

	/**
	 * Stratum V2, an extended channel.
	 */
	private static final class V2 extends Rig implements Sv2MinerListener {

		private final Sv2MinerSession session;

		V2(StratumClient client, String worker) {
			super("V2");
			this.session = Sv2MinerSession.connect(client, Sv2Setup.of("faults", "1"), this)
				.blockOptional(LIMIT)
				.orElseThrow();
			this.session.openExtendedChannel(worker, 1e-3f, Target.MAX, 4).block(LIMIT);
		}

		@Override
		public void jobReceived(Sv2MinerChannel channel, Sv2Job job) {
			received(new Rig.Work() {

				@Override
				public Hash256 tip() {
					return job.previousBlock();
				}

				@Override
				public int extranonceSize() {
					return job.extranonceSize();
				}

				@Override
				public byte[] header(byte[] extranonce) {
					return job.header(extranonce);
				}

				@Override
				public Mono<?> submit(byte[] extranonce, byte[] header) {
					return channel
						.submit(new Sv2Share(job, time(header), nonce(header), job.version(), extranonce, null));
				}

			});
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			// The test sees it by what does not come
		}

		@Override
		public void close() {
			this.session.close();
		}

	}

	/**
	 * An agent with one worker.
	 */
	private static final class Agent extends Rig implements AgentListener {

		private final AgentSession session;

		Agent(StratumClient client, String account) {
			super("BTCAgent");
			this.session = AgentSession.connect(client, AgentSetup.of(account), this)
				.blockOptional(LIMIT)
				.orElseThrow();
			this.session.register("faults/1", "rig1").block(LIMIT);
		}

		@Override
		public void jobReceived(RegisteredWorker worker, MinerJob job) {
			received(new JobWork(job) {
				@Override
				public Mono<?> submit(byte[] extranonce, byte[] header) {
					return worker.submit(
							new AgentShare(job, ByteBuffer.wrap(extranonce).getInt(), time(header), nonce(header), 0));
				}
			});
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			// The test sees it by what does not come
		}

		@Override
		public void close() {
			this.session.close();
		}

	}

}
