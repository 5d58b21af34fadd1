package io.stratum.mining.address;

import java.math.BigDecimal;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FeePayoutPolicyTests {

	private static final String MINER = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

	private static final String OWNER = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";

	private final PayoutPolicy solo = new SoloPayoutPolicy(BitcoinNetwork.MAINNET.format());

	@ParameterizedTest
	@CsvSource({ "1, 5000000000, 50000000", "1.5, 312500001, 4687500", "0.0001, 5000000000, 5000", "33.3333, 1000, 0",
			"54.6, 1000, 546", "54.5, 1000, 0", "99.9999, 2100000000000000, 2099997900000000", "0, 5000000000, 0",
			"1, 0, 0", "2.5, 39, 0" })
	void takesAFeeRoundedDownAndNoDust(BigDecimal percent, long value, long fee) throws Exception {
		List<TxOutput> outputs = policy(percent).outputs(request(value));
		assertThat(outputs.get(0)).isEqualTo(new TxOutput(value - fee, address(MINER).script()));
		assertThat(outputs.subList(1, outputs.size()))
			.isEqualTo((fee > 0) ? List.of(new TxOutput(fee, address(OWNER).script())) : List.of());
		assertThat(outputs.stream().mapToLong(TxOutput::value).sum()).isEqualTo(value);
	}

	@Test
	void leavesRoomForItsOutput() throws Exception {
		PayoutPolicy room = new PayoutPolicy() {

			@Override
			public String payout(Worker worker) {
				return "";
			}

			@Override
			public List<TxOutput> outputs(PayoutRequest request) {
				return List.of(new TxOutput(request.value(), new byte[request.maxSize() - 9]));
			}

		};
		List<TxOutput> outputs = new FeePayoutPolicy(room, address(OWNER), BigDecimal.ONE).outputs(request(100_000));
		assertThat(outputs.stream().mapToInt(TxOutput::size).sum()).isEqualTo(200);
	}

	@Test
	void asksWhoIsPaidTheRestForWorkers() throws Exception {
		assertThat(policy(BigDecimal.ONE).payout(Worker.of(MINER + ".a"))).isEqualTo(MINER);
		assertThatExceptionOfType(PayoutRefusedException.class)
			.isThrownBy(() -> policy(BigDecimal.ONE).payout(Worker.of("alice")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.1", "100", "1000" })
	void refusesAFeeThatIsNone(BigDecimal percent) {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(percent))
			.withMessage("percent: " + percent + " (expected: 0 to less than 100)");
	}

	private PayoutPolicy policy(BigDecimal percent) throws InvalidAddressException {
		return new FeePayoutPolicy(this.solo, address(OWNER), percent);
	}

	private static PayoutRequest request(long value) {
		return new PayoutRequest(MINER, value, 200, Templates.template().value(value).build());
	}

	private static PayoutAddress address(String text) throws InvalidAddressException {
		return PayoutAddress.parse(text, BitcoinNetwork.MAINNET.format());
	}

}
