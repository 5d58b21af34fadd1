package io.stratum.mining;

import java.util.List;

import io.stratum.bitcoin.TxOutput;

/**
 * Whom the coinbase of a block pays. {@link #payout} may block, since a login asks it;
 * {@link #outputs} must not, since miners have no work on a new tip before their outputs
 * are there: a policy that needs a database keeps a snapshot of it. Called by several
 * threads.
 */
public interface PayoutPolicy {

	/**
	 * The payout that a worker's jobs carry. Workers with equal payouts share one
	 * coinbase, and so one job on the wire; a pool that pays its own wallet gives one key
	 * for everybody. May block; asked once per login.
	 * @param worker the worker
	 * @return a key
	 * @throws PayoutRefusedException if there is no way to pay this worker
	 */
	String payout(Worker worker) throws PayoutRefusedException;

	/**
	 * The outputs of a coinbase, without the witness commitment. They must add up to the
	 * requested value exactly. Must not block; asked for each payout at each job, one
	 * after the other, and at the login of a new payout.
	 * <p>
	 * If it fails or the outputs cannot be used, the job pays
	 * {@code stratum.mining.payout-address}, or else the last outputs that could be used
	 * while they fit, and the next job asks again. A call of more than 500 ms is logged.
	 * One that takes longer than {@code stratum.mining.policy-timeout} is interrupted,
	 * the other payouts of that job are not asked for, and until it returns the policy is
	 * broken: it is not asked for any job, and health is down.
	 * @param request what to pay
	 * @return at least one output
	 */
	List<TxOutput> outputs(PayoutRequest request);

}
