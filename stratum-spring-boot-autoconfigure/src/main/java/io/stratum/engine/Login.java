package io.stratum.engine;

import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.Worker;

/**
 * The outcome of a login: authentication, then payout, then a job for that payout.
 */
public sealed interface Login {

	/**
	 * The worker may mine, and there is a job for it.
	 *
	 * @param worker the worker
	 * @param group its payout; the caller joined it and must leave it by
	 * {@link MiningEngine#leave(PayoutGroup)}
	 * @param lastDifficulty the difficulty the worker had last, 0 if unknown
	 */
	record Accepted(Worker worker, PayoutGroup group, double lastDifficulty) implements Login {

	}

	/**
	 * The worker may not mine.
	 *
	 * @param message a text for the miner
	 * @param cause what kind of refusal it is
	 */
	record Refused(String message, Cause cause) implements Login {

		/**
		 * Kinds of refusals.
		 */
		public enum Cause {

			/** The worker is unknown, or has no valid payout. */
			UNKNOWN,

			/** The worker is banned. */
			BANNED,

			/** This server cannot tell, or has no job, at the moment. */
			TEMPORARY

		}

	}

}
