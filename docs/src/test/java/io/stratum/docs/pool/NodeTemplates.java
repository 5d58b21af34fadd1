package io.stratum.docs.pool;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import tools.jackson.databind.JsonNode;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

final class NodeTemplates {

	private NodeTemplates() {
	}

	// tag::code[]
	/** From the result of getblocktemplate with the rule "segwit". */
	static BlockTemplate template(JsonNode result) {
		List<TemplateTransaction> transactions = result.path("transactions")
			.valueStream()
			.map(NodeTemplates::transaction)
			.toList();
		Hash256 previous = Hash256.fromDisplay(result.path("previousblockhash").asString());
		int bits = Integer.parseUnsignedInt(result.path("bits").asString(), 16);
		int vbrequired = result.path("vbrequired").asInt();
		byte[] commitment = bytes(result.path("default_witness_commitment"));
		return BlockTemplate.builder()
			.previousBlock(previous)
			.height(number(result, "height"))
			.version(number(result, "version"))
			.requiredVersionBits(vbrequired)
			.nBits(bits)
			.time(result.path("curtime").asLong())
			.minTime(result.path("mintime").asLong())
			.coinbaseValue(result.path("coinbasevalue").asLong())
			.transactions(transactions)
			.witnessCommitment(commitment)
			.weightLimit(number(result, "weightlimit"))
			.sigopLimit(number(result, "sigoplimit"))
			.fetched(Instant.now())
			.build();
	}

	private static TemplateTransaction transaction(JsonNode entry) {
		Hash256 txid = Hash256.fromDisplay(entry.path("txid").asString());
		return new TemplateTransaction(txid, bytes(entry.path("data")), number(entry, "weight"),
				number(entry, "sigops"));
	}

	private static int number(JsonNode object, String field) {
		return object.path(field).asInt();
	}

	private static byte[] bytes(JsonNode digits) {
		return HexFormat.of().parseHex(digits.asString());
	}
	// end::code[]

}
