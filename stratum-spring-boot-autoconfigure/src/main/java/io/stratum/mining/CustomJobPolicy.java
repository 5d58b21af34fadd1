package io.stratum.mining;

/**
 * Decides whether work that a client selected is paid for: whether the token is one of
 * the pool's, and whether the coinbase pays whom and what it should. Without such a
 * policy, clients that select their work are refused.
 * <p>
 * It is asked only about jobs that follow the current tip and keep the rules of the
 * network as far as they can be checked without the transactions. It is called on threads
 * for that, never on an event loop, by at most {@code stratum.mining.policy-threads} of
 * them at a time, and may block; a call that takes longer than
 * {@code stratum.mining.policy-timeout} is interrupted and counts as a refusal.
 */
@FunctionalInterface
public interface CustomJobPolicy {

	/**
	 * Decides on a job. May block.
	 * @param job the job
	 * @param current what the pool itself is mining at the moment; its coinbase value
	 * shows what a block is worth, though the client may have other transactions
	 * @return the decision; an acceptance is the commitment to pay for the shares
	 * @throws Exception if it cannot be decided; the client is refused, the text does not
	 * reach it
	 */
	Decision decide(CustomJob job, BlockTemplate current) throws Exception;

	/**
	 * What becomes of a job.
	 */
	sealed interface Decision {

		/**
		 * The pool pays for shares of the job.
		 * @return the decision
		 */
		static Decision accepted() {
			return new Accepted();
		}

		/**
		 * The pool does not pay for the job.
		 * @param code a code for the client, such as {@code invalid-mining-job-token} or
		 * {@code invalid-coinbase-tx-outputs}: 1 to 255 printable ASCII characters
		 * @param text the reason, for the log
		 * @return the decision
		 */
		static Decision refused(String code, String text) {
			return new Refused(code, text);
		}

	}

	/**
	 * The pool pays for shares of the job.
	 */
	record Accepted() implements Decision {

	}

	/**
	 * The pool does not pay for the job.
	 *
	 * @param code a code for the client, 1 to 255 printable ASCII characters
	 * @param text the reason, for the log
	 */
	record Refused(String code, String text) implements Decision {

		public Refused {
			if (code.isEmpty() || code.length() > 255 || !code.chars().allMatch((c) -> c >= ' ' && c <= '~')) {
				throw new IllegalArgumentException(
						"code: '" + code + "' (expected: 1 to 255 printable ASCII characters)");
			}
		}

	}

}
