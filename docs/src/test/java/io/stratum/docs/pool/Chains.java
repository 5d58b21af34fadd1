package io.stratum.docs.pool;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateCustomizer;
import io.stratum.mining.address.AddressFormat;
import io.stratum.mining.address.PayoutAddress;

final class Chains {

	private Chains() {
	}

	// tag::litecoin[]
	/** Litecoin: the extension block follows the transactions. */
	static BlockTemplateCustomizer litecoin() {
		return (template) -> {
			String mweb = raw(template, "mweb").asString();
			return mweb.isEmpty() ? template : template.toBuilder().trailer(bytes("01" + mweb)).build();
		};
	}
	// end::litecoin[]

	// tag::dash[]
	/** Dash: a coinbase of type 5 with a payload, masternodes and superblocks. */
	static BlockTemplateCustomizer dash() {
		return (template) -> {
			List<TxOutput> outputs = new ArrayList<>();
			for (String field : List.of("masternode", "superblock")) {
				raw(template, field).forEach((payee) -> outputs.add(output(payee, "amount", payee.path("script"))));
			}
			return template.toBuilder()
				.coinbaseVersion(5 << 16 | 3)
				.coinbasePayload(bytes(raw(template, "coinbase_payload").asString()))
				.requiredOutputs(outputs)
				.build();
		};
	}
	// end::dash[]

	// tag::ecash[]
	/** eCash: miner fund and staking reward. The node runs with usecashaddr=0. */
	static BlockTemplateCustomizer eCash() {
		AddressFormat legacy = new AddressFormat("eCash", Set.of(0), Set.of(5), Set.of());
		return (template) -> {
			JsonNode fund = raw(template, "coinbasetxn").path("minerfund");
			JsonNode staking = raw(template, "coinbasetxn").path("stakingrewards");
			PayoutAddress address = PayoutAddress.parse(fund.path("addresses").path(0).asString(), legacy);
			return template.toBuilder()
				.requiredOutputs(List.of(new TxOutput(fund.path("minimumvalue").asLong(), address.script()),
						output(staking, "minimumvalue", staking.path("payoutscript").path("hex"))))
				.build();
		};
	}
	// end::ecash[]

	// tag::json[]
	private static JsonNode raw(BlockTemplate template, String field) {
		return JsonMapper.shared().readTree(template.raw().getOrDefault(field, "\"\""));
	}

	private static TxOutput output(JsonNode payee, String value, JsonNode script) {
		return new TxOutput(payee.path(value).asLong(), bytes(script.asString()));
	}

	private static byte[] bytes(String digits) {
		return HexFormat.of().parseHex(digits);
	}
	// end::json[]

}
