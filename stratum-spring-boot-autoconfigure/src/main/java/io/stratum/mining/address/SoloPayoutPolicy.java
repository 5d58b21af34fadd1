package io.stratum.mining.address;

import java.util.List;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;

/**
 * Pays everything to the miner that finds the block: the account of a worker is its
 * address, as in {@code address.rig1}.
 */
public final class SoloPayoutPolicy implements PayoutPolicy {

	private final AddressFormat format;

	/**
	 * Creates the policy.
	 * @param format how the chain that is mined on writes addresses
	 */
	public SoloPayoutPolicy(AddressFormat format) {
		this.format = format;
	}

	@Override
	public String payout(Worker worker) throws PayoutRefusedException {
		try {
			return PayoutAddress.parse(worker.account(), this.format).text();
		}
		catch (InvalidAddressException ex) {
			throw new PayoutRefusedException("User name must begin with a payout address: " + ex.getMessage());
		}
	}

	@Override
	public List<TxOutput> outputs(PayoutRequest request) {
		try {
			PayoutAddress address = PayoutAddress.parse(request.payout(), this.format);
			return List.of(new TxOutput(request.value(), address.script()));
		}
		catch (InvalidAddressException ex) {
			throw new IllegalArgumentException("payout: " + ex.getMessage(), ex);
		}
	}

}
