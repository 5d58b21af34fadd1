package io.stratum.engine.runtime;

import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.DifficultyPolicy;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;

/**
 * A policy whose failures harm nothing but itself: a channel keeps the difficulty that it
 * has, or starts with the one of the listener.
 */
public final class ContainedDifficulty implements DifficultyPolicy {

	private final DifficultyPolicy policy;

	private final FaultLog log;

	/**
	 * Contains a policy.
	 * @param policy the policy
	 * @param runtime the clocks
	 */
	public ContainedDifficulty(DifficultyPolicy policy, EngineRuntime runtime) {
		this.policy = policy;
		this.log = runtime.faultLog(ContainedDifficulty.class, Fault.nameOf(DifficultyPolicy.class, policy));
	}

	/** What is wrong with the policy now, or null. */
	public @Nullable Fault fault() {
		return this.log.fault();
	}

	@Override
	public ChannelDifficulty start(DifficultyLimits limits, long nowNanos) {
		try {
			ChannelDifficulty started = Objects.requireNonNull(this.policy.start(limits, nowNanos), "no difficulty");
			this.log.succeeded();
			return new Contained(started, limits.initial());
		}
		catch (Throwable ex) {
			this.log.failed(ex);
			return ChannelDifficulty.fixed(limits.initial());
		}
	}

	private final class Contained implements ChannelDifficulty {

		private final ChannelDifficulty difficulty;

		/** What the policy said last, or the initial difficulty. */
		private double last;

		Contained(ChannelDifficulty difficulty, double initial) {
			this.difficulty = difficulty;
			this.last = initial;
		}

		@Override
		public double current() {
			try {
				double current = this.difficulty.current();
				if (current > 0 && Double.isFinite(current)) {
					this.last = current;
					return current;
				}
				throw new IllegalArgumentException("difficulty: " + current + " (expected: greater than 0)");
			}
			catch (Throwable ex) {
				ContainedDifficulty.this.log.failed(ex);
				return this.last;
			}
		}

		@Override
		public boolean shareAccepted(double credited, long nowNanos) {
			return changed(() -> this.difficulty.shareAccepted(credited, nowNanos));
		}

		@Override
		public boolean timePassed(long nowNanos) {
			return changed(() -> this.difficulty.timePassed(nowNanos));
		}

		@Override
		public boolean suggest(double wanted, long nowNanos) {
			return changed(() -> this.difficulty.suggest(wanted, nowNanos));
		}

		@Override
		public void resumed(long nowNanos) {
			changed(() -> {
				this.difficulty.resumed(nowNanos);
				return false;
			});
		}

		private boolean changed(BooleanSupplier event) {
			try {
				boolean changed = event.getAsBoolean();
				ContainedDifficulty.this.log.succeeded();
				return changed;
			}
			catch (Throwable ex) {
				ContainedDifficulty.this.log.failed(ex);
				return false;
			}
		}

	}

}
