package io.stratum.mining.address;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PayoutPolicyTests {

	private static final String ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

	private static final TxOutput OUTPUT = new TxOutput(625,
			HexFormat.of().parseHex("0014751e76e8199196d454941c45d1b3a323f1433bd6"));

	private static final BlockTemplate TEMPLATE = Templates.template().value(625).build();

	private final SoloPayoutPolicy solo = new SoloPayoutPolicy(BitcoinNetwork.MAINNET.format());

	@Test
	void paysTheAddressInTheNameOfTheWorker() throws PayoutRefusedException {
		assertThat(this.solo.payout(Worker.of(ADDRESS + ".rig1"))).isEqualTo(ADDRESS);
		assertThat(this.solo.payout(Worker.of("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4_rig2"))).isEqualTo(ADDRESS);
		assertThat(this.solo.outputs(new PayoutRequest(ADDRESS, 625, 100, TEMPLATE))).containsExactly(OUTPUT);
	}

	@Test
	void refusesWorkersWithoutAnAddress() {
		assertThatExceptionOfType(PayoutRefusedException.class).isThrownBy(() -> this.solo.payout(Worker.of("alice.1")))
			.withMessageContaining("payout address")
			.withMessageNotContaining("alice");
		assertThatExceptionOfType(PayoutRefusedException.class).isThrownBy(() -> this.solo.payout(Worker.of("")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.solo.outputs(new PayoutRequest("alice", 625, 100, TEMPLATE)));
	}

	@Test
	void paysOneAddressForEverybody() throws Exception {
		FixedPayoutPolicy fixed = new FixedPayoutPolicy(PayoutAddress.parse(ADDRESS, BitcoinNetwork.MAINNET.format()));
		assertThat(fixed.payout(Worker.of("alice.1"))).isEqualTo(fixed.payout(Worker.of("bob")));
		assertThat(fixed.outputs(new PayoutRequest(fixed.payout(Worker.of("bob")), 625, 100, TEMPLATE)))
			.containsExactly(OUTPUT);
	}

}
