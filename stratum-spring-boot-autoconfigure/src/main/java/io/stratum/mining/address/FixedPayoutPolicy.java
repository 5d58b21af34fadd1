package io.stratum.mining.address;

import java.util.List;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;

/**
 * Pays everything to one address, whoever finds the block.
 */
public final class FixedPayoutPolicy implements PayoutPolicy {

	private final PayoutAddress address;

	/**
	 * Creates the policy.
	 * @param address the address that is paid
	 */
	public FixedPayoutPolicy(PayoutAddress address) {
		this.address = address;
	}

	@Override
	public String payout(Worker worker) {
		return this.address.text();
	}

	@Override
	public List<TxOutput> outputs(PayoutRequest request) {
		return List.of(new TxOutput(request.value(), this.address.script()));
	}

}
