package io.stratum.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;

/**
 * Reads the result of getblocktemplate as it comes, and says of a template that cannot be
 * mined which field is wrong. One object reads one template.
 */
final class TemplateReader {

	private static final long UNSIGNED_INT = 0xffffffffL;

	/** The challenge of signet that anybody can solve: OP_TRUE. */
	private static final String OPEN_CHALLENGE = "51";

	private static final List<String> REQUIRED = List.of("version", "previousblockhash", "transactions",
			"coinbasevalue", "mintime", "curtime", "bits", "height", "sigoplimit");

	private static final int MOST_FIELDS = 1000;

	private final Set<String> rules;

	private final InstantSource clock;

	private final Set<String> seen = new HashSet<>();

	private final Map<String, String> raw = new LinkedHashMap<>();

	private final List<TransactionReader> transactions = new ArrayList<>();

	private boolean segwit;

	private int version;

	private int requiredVersionBits;

	private Hash256 previousBlock = Hash256.ZERO;

	private long coinbaseValue;

	private @Nullable String longPollId;

	private long minTime;

	private long time;

	private int bits;

	private int height;

	private int sigopLimit;

	private int sizeLimit;

	private int weightLimit;

	private byte @Nullable [] commitment;

	private TemplateReader(Set<String> rules, InstantSource clock) {
		this.rules = rules;
		this.clock = clock;
	}

	/**
	 * Reads a template.
	 * @param parser at its first token
	 * @param rules the rules that blocks can be built by
	 * @param clock tells when the template came
	 */
	static NodeTemplate read(JsonParser parser, Set<String> rules, InstantSource clock) {
		TemplateReader reader = new TemplateReader(rules, clock);
		Json.fields(parser, "template", (name) -> reader.field(name, parser));
		return reader.template();
	}

	private void field(String name, JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return;
		}
		this.seen.add(name);
		if (this.seen.size() > MOST_FIELDS) {
			throw Json.wrong("template", "more than " + MOST_FIELDS + " fields", "<= " + MOST_FIELDS);
		}
		switch (name) {
			case "version" -> this.version = (int) Json.number(parser, name, Integer.MIN_VALUE, UNSIGNED_INT);
			case "vbrequired" -> this.requiredVersionBits = (int) Json.number(parser, name, 0, UNSIGNED_INT);
			case "previousblockhash" -> this.previousBlock = Json.hash(parser, name);
			case "coinbasevalue" -> this.coinbaseValue = Json.number(parser, name, 0, Long.MAX_VALUE);
			case "longpollid" -> this.longPollId = Json.text(parser, name);
			case "mintime" -> this.minTime = Json.number(parser, name, 1, UNSIGNED_INT);
			case "curtime" -> this.time = Json.number(parser, name, 1, UNSIGNED_INT);
			case "bits" -> this.bits = Json.bits(parser, name);
			case "height" -> this.height = (int) Json.number(parser, name, 1, Integer.MAX_VALUE);
			case "sigoplimit" -> this.sigopLimit = (int) Json.number(parser, name, 1, Integer.MAX_VALUE / 4);
			case "sizelimit" -> this.sizeLimit = (int) Json.number(parser, name, 1, Integer.MAX_VALUE / 4);
			case "weightlimit" -> this.weightLimit = (int) Json.number(parser, name, 1, Integer.MAX_VALUE);
			case "default_witness_commitment" -> this.commitment = Json.bytes(parser, name);
			case "rules" -> readRules(parser);
			case "signet_challenge" -> readChallenge(parser);
			case "transactions" -> readTransactions(parser);
			default -> this.raw.put(name, Json.raw(parser));
		}
	}

	/** A rule with an exclamation mark changes what a valid block looks like. */
	private void readRules(JsonParser parser) {
		Json.expect(parser, "rules", JsonToken.START_ARRAY, "a list");
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			String rule = Json.text(parser, "rules");
			boolean mandatory = rule.startsWith("!");
			String name = mandatory ? rule.substring(1) : rule;
			if (mandatory && !this.rules.contains(name)) {
				throw new InvalidAnswerException(NodeFailure.UNSUPPORTED, "rules: '" + Json.printable(rule)
						+ "' (expected: no mandatory rule but " + String.join(", ", this.rules) + ")");
			}
			this.segwit |= name.equals("segwit");
		}
	}

	private static void readChallenge(JsonParser parser) {
		String challenge = Json.text(parser, "signet_challenge");
		if (!challenge.equals(OPEN_CHALLENGE)) {
			throw new InvalidAnswerException(NodeFailure.UNSUPPORTED, "signet_challenge: " + Json.printable(challenge)
					+ " (expected: 51; blocks of other signets need a signature)");
		}
	}

	private void readTransactions(JsonParser parser) {
		Json.expect(parser, "transactions", JsonToken.START_ARRAY, "a list");
		this.transactions.clear();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			this.transactions.add(new TransactionReader(parser, this.transactions.size()));
		}
	}

	private void check() {
		REQUIRED.forEach(this::require);
		if (this.segwit) {
			require("weightlimit");
			require("default_witness_commitment");
		}
		else if (this.weightLimit == 0) {
			require("sizelimit");
			this.weightLimit = TransactionReader.LEGACY_COST * this.sizeLimit;
		}
		if (this.time < this.minTime) {
			throw Json.wrong("curtime", Long.toString(this.time), "at least the mintime of " + this.minTime);
		}
	}

	private NodeTemplate template() {
		check();
		// Nodes give a commitment, and count plainly, also before segwit is active
		int scale = this.segwit ? 1 : TransactionReader.LEGACY_COST;
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(this.previousBlock)
			.height(this.height)
			.version(this.version)
			.requiredVersionBits(this.requiredVersionBits)
			.nBits(this.bits)
			.time(this.time)
			.minTime(this.minTime)
			.coinbaseValue(this.coinbaseValue)
			.transactions(
					this.transactions.stream().map((transaction) -> transaction.transaction(this.segwit)).toList())
			.witnessCommitment(this.segwit ? this.commitment : null)
			.weightLimit(this.weightLimit)
			.sigopLimit(scale * this.sigopLimit)
			.fetched(this.clock.instant())
			.raw(this.raw)
			.build();
		return new NodeTemplate(template, this.longPollId);
	}

	private void require(String name) {
		if (!this.seen.contains(name)) {
			throw Json.wrong(name, "missing", "a field of each template");
		}
	}

}
