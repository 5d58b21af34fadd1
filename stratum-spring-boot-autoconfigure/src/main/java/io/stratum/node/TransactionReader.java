package io.stratum.node;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.TemplateTransaction;

/**
 * Reads a transaction of a template.
 */
final class TransactionReader {

	/** What a byte weighs, and a signature operation costs, outside a witness. */
	static final int LEGACY_COST = 4;

	private static final int ABSENT = -1;

	private final String name;

	private byte @Nullable [] data;

	private @Nullable Hash256 txid;

	private @Nullable Hash256 hash;

	private int weight = ABSENT;

	private int sigops = ABSENT;

	TransactionReader(JsonParser parser, int index) {
		this.name = "transactions[" + index + "]";
		Json.fields(parser, this.name, (field) -> read(field, parser));
		// At once, so that an answer cannot be a list of millions
		require(this.data, "data");
		require((this.txid != null) ? this.txid : this.hash, "txid");
	}

	private void read(String field, JsonParser parser) {
		String path = this.name + "." + field;
		switch (field) {
			case "data" -> this.data = Json.bytes(parser, path);
			case "txid" -> this.txid = Json.hash(parser, path);
			case "hash" -> this.hash = Json.hash(parser, path);
			case "weight" -> this.weight = (int) Json.number(parser, path, 1, Integer.MAX_VALUE);
			case "sigops" -> this.sigops = (int) Json.number(parser, path, 0, Integer.MAX_VALUE / LEGACY_COST);
			default -> parser.skipChildren();
		}
	}

	/**
	 * The transaction. Before segwit its hash is its id, its weight follows from its
	 * length, and signature operations are counted plainly.
	 */
	TemplateTransaction transaction(boolean segwit) {
		byte[] bytes = require(this.data, "data");
		Hash256 id = require((this.txid != null || segwit) ? this.txid : this.hash, "txid");
		if (bytes.length == 0) {
			throw Json.wrong(this.name + ".data", "no digits", "the bytes of a transaction");
		}
		if (this.sigops == ABSENT || (segwit && this.weight == ABSENT)) {
			throw Json.wrong(this.name + ((this.sigops == ABSENT) ? ".sigops" : ".weight"), "missing", "a number");
		}
		int units = (this.weight != ABSENT) ? this.weight : LEGACY_COST * bytes.length;
		return new TemplateTransaction(id, bytes, units, segwit ? this.sigops : LEGACY_COST * this.sigops);
	}

	private <T> T require(@Nullable T value, String field) {
		if (value == null) {
			throw Json.wrong(this.name + "." + field, "missing", "a field of each transaction");
		}
		return value;
	}

}
