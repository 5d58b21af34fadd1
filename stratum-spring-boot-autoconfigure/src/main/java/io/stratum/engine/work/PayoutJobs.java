package io.stratum.engine.work;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;

/**
 * Builds the jobs of payouts. A payout whose outputs cannot be used is paid to the
 * fallback, so that its miners do not work in vain; without one the last outputs are used
 * while they fit, and then there is no job. Safe for use by several threads; the policy
 * is called by the calling thread.
 */
final class PayoutJobs {

	private final JobFactory factory;

	private final PayoutPolicy policy;

	private final @Nullable PayoutPolicy fallback;

	PayoutJobs(JobFactory factory, EnginePolicies policies) {
		this.factory = factory;
		this.policy = policies.payout();
		this.fallback = policies.fallbackPayout();
	}

	/** What the policy is called. */
	String bean() {
		return Fault.nameOf(PayoutPolicy.class, this.policy);
	}

	/** Builds a job by the outputs of the policy. */
	Paid build(String payout, Work newest) throws JobRejectedException {
		return build(this.policy, payout, newest);
	}

	/** Builds a job without the policy, which failed. */
	Built substitute(String payout, Work newest, @Nullable Paid last, Throwable cause) {
		String problem = FaultLog.text(cause);
		PayoutPolicy other = this.fallback;
		if (other != null) {
			try {
				return new Built(build(other, payout, newest), problem);
			}
			catch (Throwable ex) {
				problem += "; fallback: " + FaultLog.text(ex);
			}
		}
		return new Built((last != null) ? repeat(last, newest) : null, problem);
	}

	private Paid build(PayoutPolicy from, String payout, Work newest) throws JobRejectedException {
		BlockTemplate template = newest.template();
		int maxSize = this.factory.maxOutputsSize(template);
		PayoutRequest request = new PayoutRequest(payout, template.payoutValue(), maxSize, template);
		return build(newest, Objects.requireNonNull(from.outputs(request), "outputs: null (expected: a list)"));
	}

	/**
	 * The last outputs that could be used: they fit the newest template if it is worth
	 * the same, and always the one that they were made for, while that has the same tip.
	 */
	private @Nullable Paid repeat(Paid last, Work newest) {
		Work before = last.job().work();
		boolean sameValue = before.template().payoutValue() == newest.template().payoutValue();
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

	/**
	 * A job and whom it pays.
	 *
	 * @param job the job
	 * @param outputs what the policy gave
	 */
	record Paid(Job job, List<TxOutput> outputs) {
	}

	/**
	 * A job, or why there is none, or both if it does not pay as it should.
	 *
	 * @param paid the job
	 * @param problem the reason
	 */
	record Built(@Nullable Paid paid, @Nullable String problem) {
	}

}
