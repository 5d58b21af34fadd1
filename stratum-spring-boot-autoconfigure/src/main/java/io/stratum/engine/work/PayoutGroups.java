package io.stratum.engine.work;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.work.PayoutJobs.Built;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;

/**
 * The payout groups that have members, and their jobs. Those of a new work are built one
 * after the other; the first of a group is built when its first member joins, apart from
 * them, so that no login delays a tip. While a call of the policy takes longer than it
 * may and has not returned, the policy is broken: no job waits for it. Safe for use by
 * several threads.
 */
public final class PayoutGroups {

	private final PayoutJobs jobs;

	private final PayoutCalls works;

	private final PayoutCalls logins;

	private final InstantSource clock;

	private final Map<String, PayoutGroup> groups = new ConcurrentHashMap<>();

	/** The newest work, of which jobs are built, or null before the first. */
	private volatile @Nullable Work work;

	/**
	 * Creates no groups yet.
	 * @param factory builds the jobs
	 * @param policies whom they pay
	 * @param runtime the clocks and the threads of the policy
	 * @param limit how long a call of the policy may take
	 */
	public PayoutGroups(JobFactory factory, EnginePolicies policies, EngineRuntime runtime, Duration limit) {
		this.jobs = new PayoutJobs(factory, policies);
		this.works = new PayoutCalls("stratum-payouts", this.jobs, runtime, limit);
		this.logins = new PayoutCalls("stratum-new-payouts", this.jobs, runtime, limit);
		this.clock = runtime.clock();
	}

	/** Asks the policy from now on. */
	public void start() {
		this.works.start();
		this.logins.start();
	}

	/** Has nobody wait for the policy any longer. */
	public void stop() {
		this.works.stop();
		this.logins.stop();
	}

	/**
	 * Adds a member to the group of a payout. If there is no job for it on the tip, the
	 * policy is asked, and waited for.
	 * @param payout the key
	 * @return the group, or null if there is no job for it
	 */
	public @Nullable PayoutGroup join(String payout) {
		PayoutGroup group = this.groups.compute(payout, (key, existing) -> {
			PayoutGroup joined = (existing != null) ? existing : new PayoutGroup(key);
			joined.members().incrementAndGet();
			return joined;
		});
		@Nullable Work asked = null;
		@Nullable Work newest = this.work;
		while (newest != null && newest != asked && !group.hasJobOnTipOf(newest)) {
			build(this.logins, List.of(group), newest);
			asked = newest;
			newest = this.work;
		}
		if (newest != null && group.hasJobOnTipOf(newest)) {
			return group;
		}
		leave(group);
		return null;
	}

	/** Removes a member; the group goes with the last one. */
	public void leave(PayoutGroup group) {
		this.groups.computeIfPresent(group.key(),
				(key, existing) -> (existing == group && existing.members().decrementAndGet() == 0) ? null : existing);
	}

	/** Builds the jobs of all groups whose first job is there. */
	void update(Work newest) {
		this.work = newest;
		build(this.works, this.groups.values().stream().filter((group) -> group.paid() != null).toList(), newest);
	}

	/** How many groups there are. */
	public int size() {
		return this.groups.size();
	}

	/**
	 * What is wrong with the policy: broken while a call does not return, or a payout has
	 * no job that pays as it should.
	 */
	public @Nullable Fault fault() {
		Stream<@Nullable Fault> unpaid = this.groups.values().stream().map((group) -> group.fault(this.jobs.bean()));
		return Stream.concat(Stream.of(this.works.fault(), this.logins.fault()), unpaid)
			.filter(Objects::nonNull)
			.max(Comparator.comparing(Fault::broken))
			.orElse(null);
	}

	private void build(PayoutCalls policy, List<PayoutGroup> those, Work newest) {
		boolean broken = this.works.isStuck() || this.logins.isStuck();
		List<PayoutGroup> rest = (broken) ? those : policy.build(those, newest);
		for (PayoutGroup group : rest) {
			Built built = this.jobs.substitute(group.key(), newest, group.paid(), policy.timeout());
			group.offer(newest, built, this.clock.instant());
		}
	}

}
