package io.stratum.mining.address;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;

/**
 * Pays a part of each block to whoever runs the pool, by one more output. The fee is
 * rounded down to a satoshi. One of less than {@value #DUST} satoshis is not taken, since
 * its output would cost more than it is worth.
 */
public final class FeePayoutPolicy implements PayoutPolicy {

	/** The least that is paid in satoshis: below it nodes do not pass an output on. */
	static final long DUST = 546;

	private final PayoutPolicy miners;

	private final PayoutAddress address;

	private final BigDecimal percent;

	/**
	 * Creates the policy.
	 * @param miners who is paid the rest
	 * @param address the address that is paid the fee
	 * @param percent how much of the value that is shared out the fee is, from 0 to less
	 * than 100
	 */
	public FeePayoutPolicy(PayoutPolicy miners, PayoutAddress address, BigDecimal percent) {
		if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) >= 0) {
			throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to less than 100)");
		}
		this.miners = miners;
		this.address = address;
		this.percent = percent;
	}

	@Override
	public String payout(Worker worker) throws PayoutRefusedException {
		return this.miners.payout(worker);
	}

	@Override
	public List<TxOutput> outputs(PayoutRequest request) {
		BigDecimal exact = BigDecimal.valueOf(request.value()).multiply(this.percent).movePointLeft(2);
		long value = exact.setScale(0, RoundingMode.DOWN).longValueExact();
		if (value < DUST) {
			return this.miners.outputs(request);
		}
		TxOutput fee = new TxOutput(value, this.address.script());
		List<TxOutput> outputs = new ArrayList<>(this.miners.outputs(new PayoutRequest(request.payout(),
				request.value() - value, request.maxSize() - fee.size(), request.template())));
		outputs.add(fee);
		return outputs;
	}

}
