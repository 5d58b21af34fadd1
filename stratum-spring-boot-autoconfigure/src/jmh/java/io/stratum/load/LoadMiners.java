package io.stratum.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.btcagent.AgentShare;
import io.stratum.client.btcagent.RegisteredWorker;
import io.stratum.mining.ProofOfWork;

/**
 * Mines for many workers: a worker of speed s finds shares at random, on average every 10
 * seconds at difficulty s. When it has found one, that many hashes are really computed.
 */
final class LoadMiners {

	private static final double INTERVAL_NANOS = 10e9;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			(task) -> new Thread(task, "agent-load-miners"));

	private final ProofOfWork proofOfWork;

	private final LoadLedger ledger;

	private final byte[] hash = new byte[Hash256.LENGTH];

	LoadMiners(ProofOfWork proofOfWork, LoadLedger ledger) {
		this.proofOfWork = proofOfWork;
		this.ledger = ledger;
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Starts a worker.
	 * @param worker the worker
	 * @param name what the pool calls it
	 * @param speed the difficulty that suits it
	 * @param random all its chance
	 */
	void start(RegisteredWorker worker, String name, double speed, SplittableRandom random) {
		scheduleNext(new Miner(worker, name, speed, random));
	}

	private void scheduleNext(Miner miner) {
		MinerJob job = miner.worker.job();
		double difficulty = (job != null) ? job.difficulty() : miner.speed;
		double wait = -Math.log(1 - miner.random.nextDouble()) * INTERVAL_NANOS * difficulty / miner.speed;
		this.timer.schedule(() -> find(miner, difficulty), (long) wait, TimeUnit.NANOSECONDS);
	}

	/**
	 * Where the difficulty has risen meanwhile, most of what is found is not enough.
	 */
	private void find(Miner miner, double difficulty) {
		MinerJob job = miner.worker.job();
		if (job != null && miner.random.nextDouble() < difficulty / job.difficulty()) {
			submit(miner, job);
		}
		scheduleNext(miner);
	}

	private void submit(Miner miner, MinerJob job) {
		int extranonce2 = miner.random.nextInt();
		byte[] header = job.header(ByteBuffer.allocate(Integer.BYTES).putInt(extranonce2).array());
		ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
		Target target = Target.ofDifficulty(job.difficulty(), this.proofOfWork.difficultyOne());
		int nonce = 0;
		do {
			nonce++;
			view.putInt(BlockHeader.NONCE_OFFSET, nonce);
			this.proofOfWork.hash(header, this.hash);
		}
		while (!target.isMetBy(this.hash));
		this.ledger.submitted(Hash256.ofInternal(this.hash), miner.name);
		miner.worker.submit(new AgentShare(job, extranonce2, job.params().ntime(), nonce, 0))
			.subscribe(null, (ex) -> this.ledger.answered(miner.name, ex),
					() -> this.ledger.answered(miner.name, null));
	}

	/**
	 * Stops all workers. What they found is submitted.
	 */
	void stop() throws InterruptedException {
		this.timer.shutdown();
		this.timer.awaitTermination(10, TimeUnit.SECONDS);
	}

	/**
	 * A worker and its chance.
	 */
	private record Miner(RegisteredWorker worker, String name, double speed, SplittableRandom random) {
	}

}
