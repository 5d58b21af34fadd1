package io.stratum.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;

/**
 * Compares what the pool records with what was mined: each share, known by its hash, is
 * credited once and to the worker that mined it, and as many are recorded of a worker as
 * it was told were accepted.
 */
final class LoadLedger implements ShareRecorder {

	private final Map<Hash256, Mined> shares = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> accepted = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> recorded = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

	private final LongAdder wrong = new LongAdder();

	private final LongAdder submitted = new LongAdder();

	private final LongAdder answered = new LongAdder();

	void submitted(Hash256 hash, String worker) {
		this.submitted.increment();
		this.shares.put(hash, new Mined(worker));
	}

	void answered(String worker, @Nullable Throwable refusal) {
		this.answered.increment();
		if (refusal == null) {
			add(this.accepted, worker);
		}
		else {
			add(this.refusals, String.valueOf(refusal.getMessage()));
		}
	}

	@Override
	public void record(List<Share> batch) {
		for (Share share : batch) {
			String worker = share.worker().name();
			Mined mined = this.shares.get(share.hash());
			if (mined == null || !mined.worker.equals(worker) || mined.recorded) {
				this.wrong.increment();
			}
			else {
				mined.recorded = true;
			}
			add(this.recorded, worker);
		}
	}

	private static void add(Map<String, LongAdder> counts, String key) {
		counts.computeIfAbsent(key, (name) -> new LongAdder()).increment();
	}

	boolean isSettled() {
		return this.answered.sum() == this.submitted.sum() && total(this.recorded) >= total(this.accepted);
	}

	Summary summary() {
		long different = this.shares.values()
			.stream()
			.map((mined) -> mined.worker)
			.distinct()
			.filter((worker) -> count(this.accepted, worker) != count(this.recorded, worker))
			.count();
		return new Summary(this.submitted.sum(), total(this.accepted), total(this.recorded), this.wrong.sum(),
				this.submitted.sum() - this.answered.sum(), different, Map.copyOf(this.refusals));
	}

	private static long count(Map<String, LongAdder> counts, String worker) {
		LongAdder count = counts.get(worker);
		return (count != null) ? count.sum() : 0;
	}

	private static long total(Map<String, LongAdder> counts) {
		return counts.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * A share that was submitted.
	 */
	private static final class Mined {

		private final String worker;

		private volatile boolean recorded;

		Mined(String worker) {
			this.worker = worker;
		}

	}

	/**
	 * What came of all shares.
	 *
	 * @param submitted shares that workers found
	 * @param accepted shares that the pool said it accepted
	 * @param recorded shares that the pool recorded
	 * @param wrong shares recorded twice, of another worker, or of nobody
	 * @param unanswered shares without an answer
	 * @param differing workers of which not as many were recorded as accepted
	 * @param refusals why shares were refused, and how many
	 */
	record Summary(long submitted, long accepted, long recorded, long wrong, long unanswered, long differing,
			Map<String, LongAdder> refusals) {

		boolean isRight() {
			return this.wrong == 0 && this.unanswered == 0 && this.differing == 0 && this.accepted == this.recorded;
		}

	}

}
