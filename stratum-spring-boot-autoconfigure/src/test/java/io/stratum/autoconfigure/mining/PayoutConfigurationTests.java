package io.stratum.autoconfigure.mining;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateCustomizer;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class PayoutConfigurationTests {

	private static final String MAINNET = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

	private static final String LITECOIN = "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9";

	private final ApplicationContextRunner mining = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class))
		.withBean(EmptyTemplates.class);

	@Test
	void takesAddressesOfAnyNetworkOfBitcoinWithoutOne(CapturedOutput output) {
		this.mining.run((context) -> {
			PayoutPolicy policy = context.getBean(PayoutPolicy.class);
			assertThat(policy.payout(Worker.of(MAINNET + ".a"))).isEqualTo(MAINNET);
			assertThat(policy.payout(Worker.of(EmptyTemplates.REGTEST_ADDRESS)))
				.isEqualTo(EmptyTemplates.REGTEST_ADDRESS);
			assertThatExceptionOfType(PayoutRefusedException.class)
				.isThrownBy(() -> policy.payout(Worker.of(LITECOIN)));
		});
		assertThat(output).contains("Blocks pay the address in the worker's name on the networks [MAINNET, TESTNET");
	}

	@Test
	void paysAddressesOfAnotherChain() {
		this.mining
			.withPropertyValues("stratum.mining.proof-of-work=scrypt",
					"stratum.mining.address.public-key-hash-versions=48",
					"stratum.mining.address.script-hash-versions=50,5", "stratum.mining.address.segwit-prefixes=ltc")
			.run((context) -> {
				PayoutPolicy policy = context.getBean(PayoutPolicy.class);
				for (String address : new String[] { LITECOIN, "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ",
						"3P14159f73E4gFr7JterCCQh9QjiTjiZrG" }) {
					assertThat(policy.payout(Worker.of(address + ".rig"))).isEqualTo(address);
				}
				assertThatExceptionOfType(PayoutRefusedException.class)
					.isThrownBy(() -> policy.payout(Worker.of(MAINNET)));
			});
	}

	@Test
	void takesAFeeForWhoRunsThePool(CapturedOutput output) {
		this.mining
			.withPropertyValues("stratum.mining.network=mainnet", "stratum.mining.fee-percent=1.5",
					"stratum.mining.fee-address=1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
			.run((context) -> {
				BlockTemplate template = Templates.template().value(312_500_001).build();
				assertThat(context.getBean(PayoutPolicy.class)
					.outputs(new PayoutRequest(MAINNET, template.payoutValue(), 500, template)))
					.containsExactly(output(307_812_501, "0014751e76e8199196d454941c45d1b3a323f1433bd6"),
							output(4_687_500, "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac"));
			});
		assertThat(output).contains("Blocks pay the address in the worker's name and a fee of 1.5 % to "
				+ "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa on the network mainnet");
	}

	@ParameterizedTest
	@ValueSource(strings = { "payout-address=ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
			"payout-address=bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
			"fee-address=ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9" })
	void refusesAnAddressOfNoKnownNetwork(String property) {
		String fee = property.startsWith("fee") ? "1" : "0";
		String[] parts = property.split("=");
		assertThat(failure(property, "fee-percent=" + fee).getMessage())
			.isEqualTo("Property 'stratum.mining." + parts[0] + "': '" + parts[1]
					+ "' (expected: an address of the networks [MAINNET, TESTNET, SIGNET, REGTEST])");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "fee-percent=-1 | fee-percent': -1 (expected: 0 to less than 100)",
			"fee-percent=100 | fee-percent': 100 (expected: 0 to less than 100)",
			"fee-percent=2 | fee-address': not set (expected: an address with 'stratum.mining.fee-percent' of 2)",
			"fee-address=" + MAINNET + " | (expected: nothing with 'stratum.mining.fee-percent' of 0)",
			"fee-address=" + MAINNET + " fee-percent=1 payout-address=" + MAINNET
					+ " | (expected: nothing with 'stratum.mining.payout-address', which is paid everything)",
			"network=mainnet address.segwit-prefixes=ltc | network': MAINNET (expected: nothing with 'stratum.mining.address.*')",
			"address.public-key-hash-versions=1,256 | address.public-key-hash-versions': 256 (expected: 0 to 255 each)",
			"address.script-hash-versions=-1 | address.script-hash-versions': -1 (expected: 0 to 255 each)",
			"address.segwit-prefixes=LTC | address.segwit-prefixes': 'LTC' (expected: 1 to 83 characters without capital",
			"proof-of-work=scrypt | address.*': not set (expected: how addresses begin, with",
			"proof-of-work=scrypt network=mainnet | address.*': not set (expected: how addresses begin, with" })
	void refusesPropertiesThatContradictEachOther(String properties, String message) {
		FailureAnalyzedException failure = failure(properties.split(" "));
		assertThat(failure.getMessage()).contains(message);
		assertThat(failure.analysis().getAction()).isNotBlank();
	}

	@Test
	void refusesAFeeThatAPolicyOfTheUserDoesNotKnowOf() {
		this.mining.withBean(PayoutPolicy.class, () -> mock(PayoutPolicy.class))
			.withPropertyValues("stratum.mining.fee-percent=1", "stratum.mining.fee-address=" + MAINNET)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("(expected: nothing with a PayoutPolicy bean: "));
	}

	@Test
	void customizesTheTemplatesOfAnySource() {
		this.mining
			.withBean(BlockTemplateCustomizer.class,
					() -> (template) -> template.toBuilder()
						.requiredOutputs(List.of(output(1, "51")))
						.coinbaseScript(new byte[44])
						.build())
			.run((context) -> assertThat(context.getBean(EnginePolicies.class).templates().fetch().payoutValue())
				.isEqualTo(4_999_999_999L));
	}

	private FailureAnalyzedException failure(String... properties) {
		FailureAnalyzedException[] failure = new FailureAnalyzedException[1];
		String[] names = List.of(properties)
			.stream()
			.map((property) -> "stratum.mining." + property)
			.toArray(String[]::new);
		this.mining.withPropertyValues(names).run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = context.getStartupFailure();
			while (!(cause instanceof FailureAnalyzedException)) {
				cause = cause.getCause();
			}
			failure[0] = (FailureAnalyzedException) cause;
		});
		return failure[0];
	}

	private static TxOutput output(long value, String script) {
		return new TxOutput(value, HexFormat.of().parseHex(script));
	}

}
