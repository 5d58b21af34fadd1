package io.stratum.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NodeBlockSubmitterIntegrationTests {

	private static final Block BLOCK = new Block(Hash256.ZERO, new byte[80], new byte[0], List.of(),
			() -> new byte[] { 0x0a, (byte) 0xff }, template(), "worker");

	private final ScriptedNode node = new ScriptedNode();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void sendsTheBlockAsDigits() throws Exception {
		this.node.on("submitblock", "submitblock-accepted.json");
		assertThat(submit()).isEqualTo(BlockOutcome.ACCEPTED);
		assertThat(this.node.requests.element().params()).hasToString("[\"0aff\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad-cb-amount", "bad-cb-height", "bad-cb-length", "bad-diffbits", "bad-txnmrklroot",
			"bad-version", "bad-witness-merkle-match", "duplicate-invalid", "high-hash", "time-too-old" })
	void saysWordForWordWhyABlockIsInvalid(String answer) throws Exception {
		this.node.on("submitblock", "submitblock-" + answer + ".json");
		BlockOutcome outcome = submit();
		assertThat(outcome.kind()).isEqualTo(BlockOutcome.Kind.REJECTED);
		assertThat(outcome.detail()).startsWith(answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "error-28.json", "error-9.json", "error-10.json" })
	void isAskedAgainWhenTheNodeMayTakeItLater(String resource) {
		this.node.on("submitblock", resource);
		assertThat(catchThrowableOfType(NodeException.class, this::submit))
			.hasMessageStartingWith("node 'first' at http://127.0.0.1:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "prev-blk-not-found", "time-too-new" })
	void saysThatTheNodeMayTakeItLater(String answer) throws Exception {
		this.node.on("submitblock", "submitblock-" + answer + ".json");
		assertThat(submit()).isEqualTo(BlockOutcome.later(answer));
	}

	@Test
	void tellsWhenTheNodeWorksAgain() throws Exception {
		AtomicInteger told = new AtomicInteger();
		NodeBlockSubmitter submitter = submitter();
		submitter.whenWorkingAgain(told::incrementAndGet);
		this.node.on("submitblock", "submitblock-accepted.json");
		submitter.submit(BLOCK);
		assertThat(told).hasValue(0);
		this.node.on("submitblock", "error-28.json");
		catchThrowableOfType(NodeException.class, () -> submitter.submit(BLOCK));
		this.node.on("submitblock", "submitblock-accepted.json");
		submitter.submit(BLOCK);
		submitter.submit(BLOCK);
		assertThat(told).hasValue(1);
	}

	@ParameterizedTest
	@CsvSource({ "submitblock-duplicate.json, 1, DUPLICATE, duplicate",
			"submitblock-inconclusive.json, 1, ACCEPTED, accepted",
			"submitblock-duplicate-of-inconclusive.json, -1, STORED, duplicate",
			"submitblock-inconclusive.json, -1, STORED, inconclusive" })
	void tellsABlockOnTheBestChainFromOneThatIsOnlyStored(String resource, int confirmations, BlockOutcome.Kind kind,
			String detail) throws Exception {
		FakeChain chain = new FakeChain(this.node, 104);
		chain.knows(Hash256.ZERO.toString(), confirmations);
		this.node.on("submitblock", resource).on("preciousblock", "submitblock-accepted.json");
		BlockOutcome outcome = submit();
		assertThat(outcome).isEqualTo(new BlockOutcome(kind, detail));
		assertThat(this.node.count("preciousblock")).isEqualTo(resource.contains("duplicate.") ? 0 : 1);
	}

	@Test
	void doesNotPreferOneOwnBlockToAnother() throws Exception {
		new FakeChain(this.node, 104);
		this.node.on("submitblock", "submitblock-accepted.json");
		NodeBlockSubmitter submitter = submitter();
		submitter.submit(BLOCK);
		this.node.on("submitblock", "submitblock-inconclusive.json");
		assertThat(submitter.submit(BLOCK)).isEqualTo(BlockOutcome.stored("inconclusive"));
		assertThat(this.node.count("preciousblock")).isZero();
	}

	private static BlockTemplate template() {
		return BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(105)
			.nBits(0x207fffff)
			.time(1)
			.minTime(1)
			.coinbaseValue(0)
			.fetched(Instant.EPOCH)
			.build();
	}

	private BlockOutcome submit() throws NodeException {
		return submitter().submit(BLOCK);
	}

	private NodeBlockSubmitter submitter() {
		return new NodeBlockSubmitter(new NodeClient(NodeEndpoint.of("first", this.node.url()), null,
				Duration.ofSeconds(5), NodeCallObserver.NONE));
	}

}
