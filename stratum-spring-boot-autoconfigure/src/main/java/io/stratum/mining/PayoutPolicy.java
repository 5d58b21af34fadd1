package io.stratum.mining;

import java.util.List;

import io.stratum.bitcoin.TxOutput;

/**
 * Whom the coinbase of a block pays. It runs off the event loops, at authorization and
 * when jobs are built.
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
	 * requested value exactly; otherwise the job is not sent, and work falls back to the
	 * last outputs that did.
	 * @param request what to pay
	 * @return at least one output
	 */
	List<TxOutput> outputs(PayoutRequest request);

}
