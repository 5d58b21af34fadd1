package io.stratum.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;
import io.stratum.engine.work.WorkPublisher;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.CustomJobPolicy.Refused;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.CustomJobRules;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.vardiff.DifficultyLimits;

/**
 * Jobs that clients select themselves. The stamp that makes work unique cannot be in
 * them, since the coinbase is not ours: it is in the extranonce prefix of the channel. A
 * job counts until the tip changes, however many templates the pool sees until then, and
 * so long the shares of its channel are remembered. Safe for use by several threads.
 */
public final class CustomJobs {

	/** How many jobs of a channel are known; each may take some 70 kB. */
	private static final int JOBS_PER_CHANNEL = 16;

	private static final Duration KNOWN_AS_STALE = Duration.ofMinutes(3);

	private static final String NOT_VALIDATED = "job-not-yet-validated";

	private static final String INTERNAL_ERROR = "internal-error";

	private final CustomJobPolicy policy;

	private final Duration timeout;

	private final EngineRuntime runtime;

	private final JobFactory factory;

	private final CustomJobRules rules;

	private final WorkPublisher publisher;

	/** Its works are the tips. */
	private final WorkTimeline tips;

	private final Channels channels;

	private final ExtranonceAllocator allocator;

	private final Room room;

	private final LimitedCalls decisions;

	/**
	 * Creates the custom jobs of an engine.
	 * @param policy decides on jobs
	 * @param settings the settings of jobs and the policy timeout
	 * @param runtime where the policy runs
	 * @param factory numbers the jobs
	 * @param publisher knows the tip
	 * @param channels share their prefixes
	 */
	CustomJobs(CustomJobPolicy policy, EngineSettings settings, EngineRuntime runtime, JobFactory factory,
			WorkPublisher publisher, Channels channels) {
		this.policy = policy;
		this.timeout = settings.policyTimeout();
		this.runtime = runtime;
		this.factory = factory;
		this.rules = new CustomJobRules(settings.jobs());
		this.publisher = publisher;
		this.tips = new WorkTimeline(Duration.ZERO, KNOWN_AS_STALE);
		this.channels = channels;
		this.allocator = channels.stampedPrefixes(this.tips);
		this.room = runtime.room("stratum-custom-job", settings.calls().threads());
		this.decisions = runtime.calls(runtime.faultLog(CustomJobs.class, Fault.nameOf(CustomJobPolicy.class, policy)),
				settings.policyTimeout(), settings.calls().threads());
		publisher.publishTips(this.tips);
	}

	/**
	 * Opens a channel for custom jobs. Its extranonce prefix is longer than that of other
	 * channels, and never given out again.
	 * @param limits the limits of its difficulty
	 * @return the channel, to be closed like any other, or null when no extranonce is
	 * free
	 */
	public @Nullable MiningChannel openChannel(DifficultyLimits limits) {
		return this.channels.open(this.allocator,
				(lease, difficultyOne) -> JobStore.rolling(lease, difficultyOne, JOBS_PER_CHANNEL), limits);
	}

	void start() {
		this.room.open();
	}

	void stop() {
		this.room.close();
	}

	/** What is wrong with the policy now, or null. */
	@Nullable Fault fault() {
		return this.decisions.fault();
	}

	/**
	 * Checks a job against the tip, then has the policy decide, off the loops: the turn
	 * of the client comes within the policy timeout, and the decision within another.
	 * @param proposal the job
	 * @param address where the client is, or null if that is unknown
	 * @return the outcome, on any thread; never fails
	 */
	public CompletionStage<Outcome> propose(CustomJob proposal, @Nullable InetAddress address) {
		CompletableFuture<Outcome> result = new CompletableFuture<>();
		Work work = this.publisher.current();
		Refused refused = check(proposal, work);
		if (refused != null || work == null) {
			result.complete(refusal(refused));
			return result;
		}
		Runnable undecided = () -> result
			.complete(new Outcome.Refused(NOT_VALIDATED, "no decision within " + this.timeout));
		Future<?> timer = this.runtime.after(this.timeout, undecided);
		boolean taken = !this.decisions.isStuck() && this.room.execute(Turns.ownerOf(address), () -> {
			timer.cancel(false);
			if (!result.isDone()) {
				result.complete(decide(proposal, work, undecided));
			}
		});
		if (!taken) {
			timer.cancel(false);
			result.complete(new Outcome.Refused(NOT_VALIDATED, "server busy"));
		}
		return result;
	}

	private Outcome decide(CustomJob proposal, Work work, Runnable undecided) {
		try {
			Decision decision = this.decisions.call(() -> this.policy.decide(proposal, work.template()), undecided);
			if (decision instanceof Refused refused) {
				return refusal(refused);
			}
			Work current = this.publisher.current();
			Refused late = check(proposal, current);
			return (late != null || current == null) ? refusal(late)
					: new Outcome.Accepted(this.factory.custom(current, proposal));
		}
		catch (Exception ex) {
			return new Outcome.Refused(INTERNAL_ERROR, "no decision");
		}
	}

	private @Nullable Refused check(CustomJob proposal, @Nullable Work current) {
		return (current == null) ? null
				: this.rules.check(proposal, current.template(), this.runtime.clock().instant().getEpochSecond());
	}

	private static Outcome refusal(@Nullable Refused refused) {
		return (refused != null) ? new Outcome.Refused(refused.code(), refused.text())
				: new Outcome.Refused(NOT_VALIDATED, "no work yet");
	}

	/**
	 * What became of a proposed job.
	 */
	public sealed interface Outcome {

		/**
		 * Its shares are paid for.
		 *
		 * @param job the job, to be issued to the channels it is for
		 */
		record Accepted(Job job) implements Outcome {

		}

		/**
		 * Its shares are not paid for.
		 *
		 * @param code a code for the client
		 * @param text the reason, for the log
		 */
		record Refused(String code, String text) implements Outcome {

		}

	}

}
