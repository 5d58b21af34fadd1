package io.stratum.mining;

import java.util.List;

import io.stratum.bitcoin.TxOutput;

/**
 * Whom the coinbase of a block pays. It runs off the event loops, at authorization and
 * when jobs are built, for several payouts at the same time. Miners have no work on a new
 * tip before their outputs are there, so it should be quick; one payout that turns slow
 * delays the others by a second at most.
 */
public interface PayoutPolicy {

	/**
	 * The payout that a worker's jobs carry. Workers with equal payouts share one
	 * coinbase, and so one job on the wire; a pool that pays its own wallet gives one key
	 * for everybody.
	 * @param worker the worker
	 * @return a key
	 * @throws PayoutRefusedException if there is no way to pay this worker
	 */
	String payout(Worker worker) throws PayoutRefusedException;

	/**
	 * The outputs of a coinbase, without the witness commitment. They must add up to the
	 * requested value exactly; otherwise, or if they do not come within
	 * {@code stratum.mining.policy-timeout}, the job is not sent, and work falls back to
	 * {@code stratum.mining.payout-address} or to the last outputs that did.
	 * @param request what to pay
	 * @return at least one output
	 */
	List<TxOutput> outputs(PayoutRequest request);

}
