package io.stratum.node;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TemplateReaderTests {

	private static final Set<String> RULES = Set.of("segwit", "signet");

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_796_067_600));

	@Test
	void readsWhatANodeGives() {
		NodeTemplate read = read(ScriptedNode.resource("getblocktemplate.json"));
		BlockTemplate template = read.template();
		assertThat(template.previousBlock())
			.hasToString("07dcdbf576ff9d88f44f6700b430ff281656cc2345b2e90ea6b1230e98ee814c");
		assertThat(template.height()).isEqualTo(105);
		assertThat(template.version()).isEqualTo(0x20000000);
		assertThat(template.nBits()).isEqualTo(0x207fffff);
		assertThat(template.weightLimit()).isEqualTo(4_000_000);
		assertThat(template.sigopLimit()).isEqualTo(80_000);
		assertThat(template.fetched()).isEqualTo(CLOCK.instant());
		assertThat(template.witnessCommitment()).hasSize(38).startsWith(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);
		assertThat(read.longPollId()).startsWith(template.previousBlock().toString());
		assertThat(template.transactions()).hasSize(3).element(0).satisfies((transaction) -> {
			assertThat(transaction.txid())
				.hasToString("195e1468bab7a7fd8dacd081289026259938ab75843472536c105e8e550ff5e6");
			assertThat(transaction.weight()).isEqualTo(621);
			assertThat(transaction.sigops()).isEqualTo(5);
			assertThat(transaction.data()).startsWith(2, 0, 0, 0, 0, 1);
		});
	}

	@Test
	void keepsWhatItDoesNotInterpret() {
		assertThat(read(ScriptedNode.resource("getblocktemplate.json")).template().raw())
			.containsEntry("mutable", "[\"time\",\"transactions\",\"prevblock\"]")
			.containsEntry("noncerange", "\"00000000ffffffff\"")
			.containsEntry("coinbaseaux", "{}")
			.doesNotContainKey("transactions");
		assertThat(read(with("masternode", "[{\"payee\":\"X\",\"amount\":1.5}]")).template().raw())
			.containsEntry("masternode", "[{\"payee\":\"X\",\"amount\":1.5}]");
	}

	@Test
	void readsBothFormsOfTheAnswer() {
		assertThat(read(ScriptedNode.resource("getblocktemplate-jsonrpc2.json")).template().height()).isEqualTo(105);
	}

	@ParameterizedTest
	@ValueSource(strings = { "getblocktemplate-empty.json", "getblocktemplate-genesis.json", "longpoll.json",
			"getblocktemplate-testnet4.json", "getblocktemplate-signet.json" })
	void readsTemplatesWithoutTransactions(String resource) {
		assertThat(read(ScriptedNode.resource(resource)).template().transactions()).isEmpty();
	}

	@Test
	void hasNoCommitmentAndCountsFourfoldBeforeSegwit() {
		BlockTemplate template = read(ScriptedNode.resource("getblocktemplate-before-segwit.json")).template();
		assertThat(template.witnessCommitment()).isNull();
		assertThat(template.weightLimit()).isEqualTo(4_000_000);
		assertThat(template.sigopLimit()).isEqualTo(80_000);
	}

	@Test
	void readsTransactionsOfACoinWithoutSegwit() {
		ObjectNode result = result("getblocktemplate.json");
		result.putArray("rules").add("csv");
		result.remove(List.of("weightlimit", "default_witness_commitment"));
		ObjectNode transaction = result.putArray("transactions").addObject();
		transaction.put("data", "02000000ff").put("hash", "11".repeat(32)).put("sigops", 3);
		TemplateTransaction read = read(answer(result)).template().transactions().get(0);
		assertThat(read.txid()).hasToString("11".repeat(32));
		assertThat(read.weight()).isEqualTo(20);
		assertThat(read.sigops()).isEqualTo(12);
	}

	@Test
	void readsVersionsOfAllBits() {
		assertThat(read(with("version", "2684354560")).template().version()).isEqualTo(0xa0000000);
		assertThat(read(with("version", "-1")).template().version()).isEqualTo(-1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "previousblockhash", "transactions", "coinbasevalue", "mintime", "curtime",
			"bits", "height", "sigoplimit", "weightlimit", "default_witness_commitment" })
	void namesTheFieldThatIsMissing(String field) {
		ObjectNode result = result("getblocktemplate.json");
		result.remove(field);
		assertRefused(answer(result), NodeFailure.MALFORMED, field + ": missing (expected: a field of each template)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data", "txid", "sigops", "weight" })
	void namesTheFieldThatATransactionLacks(String field) {
		ObjectNode result = result("getblocktemplate.json");
		((ObjectNode) result.path("transactions").get(1)).remove(field);
		assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> read(answer(result)))
			.withMessageStartingWith("transactions[1]." + field + ": missing");
	}

	@Test
	void refusesValuesThatCannotBe() {
		assertRefused(with("height", "0"), "height: 0 (expected: 1 to 2147483647)");
		assertRefused(with("height", "\"5\""), "height: '5' (expected: a whole number)");
		assertRefused(with("height", "99999999999999999999"),
				"height: 99999999999999999999 (expected: 1 to 2147483647)");
		assertRefused(with("height", "1.5"), "height: 1.5 (expected: a whole number)");
		assertRefused(with("bits", "\"1d00ff\""), "bits: 6 digits (expected: 8 hexadecimal digits)");
		assertRefused(with("bits", "\"1d00fffg\""),
				"bits: '1d00fffg' (expected: an even number of hexadecimal digits)");
		assertRefused(with("bits", "\"1d00fff\""), "bits: '1d00fff' (expected: an even number of hexadecimal digits)");
		assertRefused(with("previousblockhash", "\"00\""),
				"previousblockhash: 2 digits (expected: 64 hexadecimal digits)");
		assertRefused(with("curtime", "5"), "curtime: 5 (expected: at least the mintime of 1796067565)");
		assertRefused(with("sigoplimit", "0"), "sigoplimit: 0 (expected: 1 to 536870911)");
		assertRefused(with("coinbasevalue", "-1"), "coinbasevalue: -1 (expected: 0 to 9223372036854775807)");
		assertRefused(with("transactions", "{}"), "transactions: an object (expected: a list)");
		assertRefused(with("transactions", "[1]"), "transactions[0]: 1 (expected: an object)");
	}

	@Test
	void refusesRulesItDoesNotKnow() {
		assertRefused(ScriptedNode.resource("getblocktemplate-unknown-rule.json"), NodeFailure.UNSUPPORTED,
				"rules: '!blake2b' (expected: no mandatory rule but ");
		assertThat(read(with("rules", "[\"!segwit\",\"blake2b\"]")).template().height()).isEqualTo(105);
	}

	@Test
	void refusesASignetWhoseBlocksNeedASignature() {
		assertRefused(with("signet_challenge", "\"5121\""), NodeFailure.UNSUPPORTED,
				"signet_challenge: 5121 (expected: 51;");
	}

	@Test
	void noTruncatedAnswerIsATemplate() {
		byte[] answer = ScriptedNode.resource("getblocktemplate.json").strip().getBytes(StandardCharsets.UTF_8);
		for (int length = 0; length < answer.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(answer, length);
			try {
				RpcReply.read(new ByteArrayInputStream(cut), (parser) -> TemplateReader.read(parser, RULES, CLOCK));
			}
			catch (JacksonException | InvalidAnswerException ex) {
				continue;
			}
			assertThat(length).as("an answer that was cut").isEqualTo(answer.length);
		}
	}

	private static String with(String field, String json) {
		ObjectNode result = result("getblocktemplate.json");
		result.set(field, JsonMapper.shared().readTree(json));
		return answer(result);
	}

	private static ObjectNode result(String resource) {
		return (ObjectNode) JsonMapper.shared().readTree(ScriptedNode.resource(resource)).path("result");
	}

	private static String answer(ObjectNode result) {
		return "{\"result\":" + result + ",\"error\":null,\"id\":1}";
	}

	private static void assertRefused(String answer, String message) {
		assertRefused(answer, NodeFailure.MALFORMED, message);
	}

	private static void assertRefused(String answer, NodeFailure failure, String message) {
		assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> read(answer))
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(ex.failure()).isEqualTo(failure));
	}

	private static NodeTemplate read(String answer) {
		return RpcReply
			.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
					(parser) -> TemplateReader.read(parser, RULES, CLOCK))
			.result();
	}

}
