package io.stratum.docs.pool;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class ChainsTests {

	@Test
	void endsBlocksOfLitecoinWithTheExtensionBlock() throws Exception {
		BlockTemplate template = Chains.litecoin().customize(template("mweb", "\"80ab\""));
		assertThat(template.trailer()).isEqualTo(bytes("0180ab"));
		BlockTemplate before = template("rules", "[]");
		assertThat(Chains.litecoin().customize(before)).isSameAs(before);
	}

	@Test
	void paysMasternodesOfDash() throws Exception {
		BlockTemplate template = template("coinbase_payload", "\"0200\"").toBuilder()
			.raw(Map.of("coinbase_payload", "\"0200\"", "superblock", "[]", "masternode", """
					[{"payee": "XbUKFUkZKNbLPBnD3oTbvgn8WZ8z9Znp8e",
					"script": "76a914222222222222222222222222222222222222222288ac", "amount": 600}]"""))
			.build();
		BlockTemplate dash = Chains.dash().customize(template);
		assertThat(dash.coinbaseVersion()).isEqualTo(0x00050003);
		assertThat(dash.coinbasePayload()).isEqualTo(bytes("0200"));
		assertThat(dash.requiredOutputs())
			.containsExactly(new TxOutput(600, bytes("76a914222222222222222222222222222222222222222288ac")));
		assertThat(dash.payoutValue()).isEqualTo(400);
	}

	@Test
	void paysMinerFundAndStakingRewardOfECash() throws Exception {
		BlockTemplate template = Chains.eCash().customize(template("coinbasetxn", """
				{"minerfund": {"addresses": ["3P14159f73E4gFr7JterCCQh9QjiTjiZrG"], "minimumvalue": 320},
				"stakingrewards": {"payoutscript": {"hex": "51"}, "minimumvalue": 100}}"""));
		assertThat(template.requiredOutputs()).containsExactly(
				new TxOutput(320, bytes("a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87")),
				new TxOutput(100, bytes("51")));
	}

	private static BlockTemplate template(String field, String json) {
		return BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(100)
			.coinbaseValue(1000)
			.fetched(Instant.EPOCH)
			.raw(Map.of(field, json))
			.build();
	}

	private static byte[] bytes(String digits) {
		return HexFormat.of().parseHex(digits);
	}

}
