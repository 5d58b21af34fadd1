package io.stratum.engine.work;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.FailureLog;
import io.stratum.engine.work.PayoutGroup.JobBuilder;
import io.stratum.engine.work.PayoutGroup.Paid;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.Work;

/**
 * The payout groups that have members, and their jobs. A payout whose outputs cannot be
 * used is paid to the fallback, so that its miners do not work in vain; without one the
 * last outputs are used while they fit, and then it gets no job. Safe for use by several
 * threads; jobs are built by the calling thread.
 */
public final class PayoutGroups {

	private final JobFactory factory;

	private final PayoutPolicy policy;

	private final @Nullable PayoutPolicy fallback;

	private final FailureLog failures;

	private final Map<String, PayoutGroup> groups = new ConcurrentHashMap<>();

	private volatile @Nullable Work work;

	/**
	 * Creates no groups yet.
	 * @param factory builds the jobs
	 * @param policies whom they pay
	 * @param runtime the clocks
	 */
	public PayoutGroups(JobFactory factory, EnginePolicies policies, EngineRuntime runtime) {
		this.factory = factory;
		this.policy = policies.payout();
		this.fallback = policies.fallbackPayout();
		this.failures = new FailureLog(PayoutGroups.class, "Building a job", runtime::nanoTime);
	}

	/**
	 * Adds a member to the group of a payout.
	 * @param payout the key
	 * @return the group, or null if there is no job for it
	 */
	public @Nullable PayoutGroup join(String payout) {
		PayoutGroup group = this.groups.compute(payout, (key, existing) -> {
			PayoutGroup joined = (existing != null) ? existing : new PayoutGroup(key);
			joined.members().incrementAndGet();
			return joined;
		});
		Work newest = this.work;
		if (newest != null) {
			group.update(newest, this::build);
			if (group.hasJobOf(newest)) {
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

	/** Builds the jobs of all groups. */
	void update(Work newest) {
		this.work = newest;
		for (PayoutGroup group : this.groups.values()) {
			group.update(newest, this::build);
		}
		if (problem() == null) {
			this.failures.succeeded();
		}
	}

	/** How many payouts are being mined for. */
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

	private JobBuilder.Result build(String payout, Work newest, @Nullable Paid last) {
		String problem;
		try {
			return new JobBuilder.Result(build(this.policy, payout, newest), null);
		}
		catch (Exception ex) {
			this.failures.failed(ex);
			problem = "payout '" + payout + "': " + FailureLog.text(ex);
		}
		PayoutPolicy other = this.fallback;
		if (other != null) {
			try {
				return new JobBuilder.Result(build(other, payout, newest), problem);
			}
			catch (Exception ex) {
				problem += "; fallback: " + FailureLog.text(ex);
			}
		}
		return new JobBuilder.Result((last != null) ? repeat(last, newest) : null, problem);
	}

	private Paid build(PayoutPolicy from, String payout, Work newest) throws JobRejectedException {
		long value = newest.template().coinbaseValue();
		int maxSize = this.factory.maxOutputsSize(newest.template());
		PayoutRequest request = new PayoutRequest(payout, value, newest.template().height(), maxSize);
		return build(newest, from.outputs(request));
	}

	/**
	 * The last outputs that could be used: they fit the newest template if it is worth
	 * the same, and always the one that they were made for, while that has the same tip.
	 */
	private @Nullable Paid repeat(Paid last, Work newest) {
		Work before = last.job().work();
		boolean sameValue = before.template().coinbaseValue() == newest.template().coinbaseValue();
		if (!sameValue && before.tip() != newest.tip()) {
			return null;
		}
		try {
			return build(
					(sameValue) ? newest
							: new Work(newest.number(), newest.tip(), newest.startsTip(), before.template()),
					last.outputs());
		}
		catch (JobRejectedException ex) {
			return null;
		}
	}

	private Paid build(Work newest, List<TxOutput> outputs) throws JobRejectedException {
		List<TxOutput> fixed = List.copyOf(outputs);
		return new Paid(this.factory.create(newest, fixed), fixed);
	}

}
