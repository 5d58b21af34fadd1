package io.stratum.docs.pool;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import tools.jackson.databind.JsonNode;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

// tag::code[]
final class NodeTemplates {

	/** From the result of getblocktemplate with the rule "segwit". */
	static BlockTemplate of(JsonNode result) {
		List<TemplateTransaction> transactions = result.path("transactions")
			.valueStream()
			.map((transaction) -> new TemplateTransaction(Hash256.fromDisplay(transaction.path("txid").asString()),
					HexFormat.of().parseHex(transaction.path("data").asString()), transaction.path("weight").asInt(),
					transaction.path("sigops").asInt()))
			.toList();
		return new BlockTemplate(Hash256.fromDisplay(result.path("previousblockhash").asString()),
				result.path("height").asInt(), result.path("version").asInt(), result.path("vbrequired").asInt(),
				Integer.parseUnsignedInt(result.path("bits").asString(), 16), result.path("curtime").asLong(),
				result.path("mintime").asLong(), result.path("coinbasevalue").asLong(), transactions,
				HexFormat.of().parseHex(result.path("default_witness_commitment").asString()),
				result.path("weightlimit").asInt(), result.path("sigoplimit").asInt(), Instant.now());
	}

	// end::code[]

	private NodeTemplates() {
	}
	// tag::code[]

}
// end::code[]
