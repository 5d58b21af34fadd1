package io.stratum.mining.job;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Target;

/**
 * The jobs of one channel that are known, each with the difficulty it was issued with.
 * Each issue is noted at the lease of the channel. Jobs go when their work is dead, at
 * the next issue, or as the oldest when there are too many. Not safe for use by several
 * threads.
 */
public final class JobStore {

	private static final @Nullable LiveJob[] NONE = new LiveJob[0];

	private static final byte[] NO_BYTES = new byte[0];

	/** How many shares may be on their way when a difficulty comes down. */
	private static final int LOWERED_SHARES = 2;

	private final ExtranonceLease lease;

	private final Target difficultyOne;

	private final int capacity;

	private final boolean headerOnly;

	private @Nullable LiveJob[] jobs = NONE;

	private int size;

	private @Nullable ShareTarget lastTarget;

	private @Nullable String payout;

	/** The sequence of the newest job. */
	private long newest;

	/** The jobs up to this one pay another payout. */
	private long paidElsewhere;

	private @Nullable ShareTarget lowered;

	/** The job that the lowered difficulty is for. */
	private long loweredJob;

	private int loweredShares;

	/** The newest job of which a share was credited. */
	private long credited;

	private JobStore(ExtranonceLease lease, Target difficultyOne, int capacity, boolean headerOnly) {
		if (capacity < 1) {
			throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
		}
		this.lease = lease;
		this.difficultyOne = difficultyOne;
		this.capacity = capacity;
		this.headerOnly = headerOnly;
	}

	/**
	 * The store of a channel whose miner rolls the extranonce.
	 * @param lease the lease of the channel
	 * @param difficultyOne the target of difficulty 1 of the proof of work
	 * @param capacity how many jobs are known at most, at least 1
	 * @return an empty store
	 */
	public static JobStore rolling(ExtranonceLease lease, Target difficultyOne, int capacity) {
		return new JobStore(lease, difficultyOne, capacity, false);
	}

	/**
	 * The store of a channel whose miner is given merkle roots, such as a standard
	 * channel of Stratum V2. Its extranonce is the prefix of the lease, then zeros.
	 * @param lease the lease of the channel
	 * @param difficultyOne the target of difficulty 1 of the proof of work
	 * @param capacity how many jobs are known at most, at least 1
	 * @return an empty store
	 */
	public static JobStore headerOnly(ExtranonceLease lease, Target difficultyOne, int capacity) {
		return new JobStore(lease, difficultyOne, capacity, true);
	}

	/**
	 * Gives a job to the channel. If the difficulty is the network's own, every block is
	 * a share, however the number was rounded.
	 * @param id the id on the wire; an earlier job with it is forgotten
	 * @param job the job
	 * @param difficulty what its shares are judged by and credited with
	 * @param nowNanos the monotonic time
	 * @return the job as issued
	 */
	public LiveJob issue(long id, Job job, double difficulty, long nowNanos) {
		purge(id, nowNanos);
		this.lease.issued(job);
		this.newest = Math.max(this.newest, job.sequence());
		byte[] root = this.headerOnly ? job.merkleRoot(job.extranonce(this.lease.prefix(), NO_BYTES)) : null;
		LiveJob issued = live(id, job, difficulty, root);
		if (this.size == this.jobs.length) {
			this.jobs = Arrays.copyOf(this.jobs, Math.min(this.capacity, Math.max(4, 2 * this.size)));
		}
		this.jobs[this.size++] = issued;
		return issued;
	}

	/**
	 * A job that is known, whether its shares still count or not.
	 * @param id the id on the wire
	 * @return the job, or null if it was never issued or is forgotten
	 */
	public @Nullable LiveJob find(long id) {
		for (int i = this.size - 1; i >= 0; i--) {
			LiveJob job = this.jobs[i];
			if (job != null && job.id() == id) {
				return terms(job);
			}
		}
		return null;
	}

	/**
	 * Lowers the difficulty of the newest job for the next few shares, which may be on
	 * their way: they are judged by it and credited with it. No more, and not if a share
	 * of the job was credited already, since a miner can bring a lowering about by being
	 * silent: it would submit what the difficulty asked for, hold the rest back, and be
	 * credited with that, too. Only for a difficulty that the server chose by itself.
	 * @param from the highest difficulty that is lowered; a job above it was issued
	 * before the miner asked for less
	 * @param to the new difficulty
	 */
	public void lower(double from, double to) {
		LiveJob job = (this.size > 0) ? this.jobs[this.size - 1] : null;
		if (job != null && job.job().sequence() > this.credited && job.difficulty() > to && job.difficulty() <= from) {
			this.lowered = new ShareTarget(to, Target.ofDifficulty(to, this.difficultyOne));
			this.loweredJob = job.job().sequence();
			this.loweredShares = LOWERED_SHARES;
		}
	}

	private LiveJob terms(LiveJob job) {
		ShareTarget target = this.lowered;
		boolean isLowered = this.loweredShares > 0 && job.job().sequence() == this.loweredJob;
		return (isLowered && target != null) ? new LiveJob(job.id(), job.job(), target, job.merkleRoot()) : job;
	}

	/**
	 * A share of a job was credited.
	 * @param job the job as the share was judged
	 */
	public void credited(LiveJob job) {
		this.credited = Math.max(this.credited, job.job().sequence());
		if (job.target() == this.lowered) {
			this.loweredShares--;
		}
	}

	/**
	 * Says what jobs pay from now on. Who resumes a channel may be paid otherwise than
	 * who had it before, and must not be credited for the jobs from then: he would be
	 * paid for work that pays another.
	 * @param key the key of the payout
	 */
	public void payTo(String key) {
		if (this.payout != null && !this.payout.equals(key)) {
			this.paidElsewhere = this.newest;
		}
		this.payout = key;
	}

	/**
	 * Whether a job pays what jobs pay now.
	 * @param job the job
	 * @return false if it was issued before that changed
	 */
	public boolean pays(Job job) {
		return job.sequence() > this.paidElsewhere;
	}

	int size() {
		return this.size;
	}

	private void purge(long id, long nowNanos) {
		int kept = 0;
		for (int i = 0; i < this.size; i++) {
			LiveJob job = this.jobs[i];
			if (job != null && job.id() != id
					&& this.lease.timeline().state(job.job().work(), nowNanos) != WorkState.DEAD) {
				this.jobs[kept++] = job;
			}
		}
		if (kept == this.capacity) {
			System.arraycopy(this.jobs, 1, this.jobs, 0, --kept);
		}
		Arrays.fill(this.jobs, kept, this.size, null);
		this.size = kept;
	}

	/**
	 * A job on certain terms, which channels share if they can.
	 */
	private LiveJob live(long id, Job job, double difficulty, byte @Nullable [] root) {
		if (root != null) {
			return new LiveJob(id, job, target(job, difficulty), root);
		}
		LiveJob live = job.issued().find(id, difficulty);
		if (live == null) {
			live = new LiveJob(id, job, target(job, difficulty), null);
			job.issued().add(live);
		}
		else if (difficulty != job.networkDifficulty()) {
			this.lastTarget = live.target();
		}
		return live;
	}

	private ShareTarget target(Job job, double difficulty) {
		if (difficulty == job.networkDifficulty()) {
			Target target = Target.ofDifficulty(difficulty, this.difficultyOne);
			Target network = job.networkTarget();
			return new ShareTarget(difficulty, (target.compareTo(network) < 0) ? network : target);
		}
		ShareTarget last = this.lastTarget;
		if (last == null || last.difficulty() != difficulty) {
			last = new ShareTarget(difficulty, Target.ofDifficulty(difficulty, this.difficultyOne));
			this.lastTarget = last;
		}
		return last;
	}

}
