package io.stratum.engine.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.Work;

/**
 * The payout groups that have members, and their jobs. The policy is called for several
 * groups at once, so that those of whom it takes long hold nobody up: the others wait for
 * them for a moment, and not again while they stay slow. A group without a job on the
 * newest tip is tried again every second. Safe for use by several threads.
 */
public final class PayoutGroups {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration SLOW = Duration.ofMillis(500);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final PayoutJobs jobs;

	private final EngineRuntime runtime;

	private final Duration limit;

	private final Map<String, PayoutGroup> groups = new ConcurrentHashMap<>();

	/** Those whose turn to call the policy has not come. */
	private final Set<PayoutGroup> queued = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean retrying = new AtomicBoolean();

	private volatile Runnable built = () -> {
	};

	private volatile @Nullable Work work;

	/**
	 * Creates no groups yet.
	 * @param factory builds the jobs
	 * @param policies whom they pay
	 * @param runtime the clocks and the threads of the policy
	 * @param limit how long the policy may take
	 */
	public PayoutGroups(JobFactory factory, EnginePolicies policies, EngineRuntime runtime, Duration limit) {
		this.jobs = new PayoutJobs(factory, policies, runtime);
		this.runtime = runtime;
		this.limit = limit;
	}

	/**
	 * Adds a member to the group of a payout.
	 * @param payout the key
	 * @return the group, or null if there is no job for it
	 */
	public @Nullable PayoutGroup join(String payout) {
		PayoutGroup group = this.groups.compute(payout, (key, existing) -> {
			PayoutGroup joined = (existing != null) ? existing : new PayoutGroup(key, this.jobs);
			joined.members().incrementAndGet();
			return joined;
		});
		Work newest = this.work;
		if (newest != null) {
			if (group.join(newest) && group.members().get() > 1) {
				this.built.run();
			}
			if (group.hasJobOnTipOf(newest)) {
				return group;
			}
		}
		leave(group);
		return null;
	}

	/** Removes a member; the group goes with the last one. */
	public void leave(PayoutGroup group) {
		this.groups.computeIfPresent(group.key(),
				(key, existing) -> (existing == group && existing.members().decrementAndGet() == 0) ? null : existing);
	}

	/**
	 * Builds the jobs of all groups, and comes back when those are done that are quick.
	 * @param newest the work
	 * @param late run, on any thread, whenever the job of another group is there
	 */
	void update(Work newest, Runnable late) {
		this.built = late;
		this.work = newest;
		List<PayoutGroup> quick = new ArrayList<>(this.groups.size());
		List<PayoutGroup> slow = new ArrayList<>();
		this.groups.values().forEach((group) -> (group.isSlow() ? slow : quick).add(group));
		CountDownLatch done = new CountDownLatch(quick.size());
		quick.forEach((group) -> call(group, done));
		slow.forEach((group) -> call(group, done));
		slow.stream().filter(this::isStuck).forEach((group) -> giveUp(group, newest));
		await(done);
		quick.stream().filter((group) -> !group.hasJobOf(newest)).forEach((group) -> group.slow(true));
		this.runtime.after(this.limit, () -> giveUp(newest));
		retryLater();
	}

	/** Forgets the tasks that a stop dropped. */
	void restarted() {
		this.queued.clear();
		this.retrying.set(false);
	}

	/** The work of which jobs are built. */
	@Nullable Work work() {
		return this.work;
	}

	/** How many groups there are. */
	public int size() {
		return this.groups.size();
	}

	/** Why a group has no job of its own payout, or null if all have. */
	public @Nullable String problem() {
		for (PayoutGroup group : this.groups.values()) {
			String problem = group.problem();
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	/**
	 * Has the newest job of a group built when its turn comes, for which none waits
	 * twice.
	 */
	private void call(PayoutGroup group, CountDownLatch done) {
		if (!this.queued.add(group)) {
			done.countDown();
			return;
		}
		this.runtime.call(() -> {
			this.queued.remove(group);
			build(group, done);
		});
	}

	private void build(PayoutGroup group, CountDownLatch done) {
		try {
			Work building = null;
			while (building != this.work && group.call(this.runtime.nanoTime())) {
				try {
					building = this.work;
					build(group, building);
				}
				finally {
					group.called();
				}
			}
		}
		finally {
			done.countDown();
		}
	}

	private void build(PayoutGroup group, @Nullable Work building) {
		long began = System.nanoTime();
		if (building != null && group.build(building)) {
			this.built.run();
		}
		group.slow(System.nanoTime() - began > SLOW.toNanos());
	}

	private static void await(CountDownLatch done) {
		try {
			done.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isStuck(PayoutGroup group) {
		return group.isStuck(this.limit, this.runtime.nanoTime());
	}

	/** Ends calls that take too long, for a work that may not be the newest any more. */
	private void giveUp(Work late) {
		for (PayoutGroup group : this.groups.values()) {
			if (!group.hasJobOf(late)) {
				giveUp(group, late);
			}
			else if (isStuck(group)) {
				group.interrupt();
			}
		}
	}

	private void giveUp(PayoutGroup group, Work late) {
		if (group.substitute(late, this.limit)) {
			this.built.run();
		}
		group.interrupt();
	}

	/**
	 * Miners of a group without a job on the newest tip mine in vain until it has one.
	 */
	private void retryLater() {
		if (isAnyBehind() && this.retrying.compareAndSet(false, true)) {
			this.runtime.after(RETRY, this::retry);
		}
		else if (problem() == null) {
			this.jobs.succeeded();
		}
	}

	private void retry() {
		this.retrying.set(false);
		CountDownLatch nobody = new CountDownLatch(0);
		this.groups.values().stream().filter(this::isBehind).forEach((group) -> call(group, nobody));
		retryLater();
	}

	private boolean isAnyBehind() {
		return this.groups.values().stream().anyMatch(this::isBehind);
	}

	private boolean isBehind(PayoutGroup group) {
		Work newest = this.work;
		return newest != null && !group.hasJobOnTipOf(newest);
	}

}
