package io.stratum.demo.pool;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockLedger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BlockLedgerTests {

	private final Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final BlockLedger ledger = new BlockLedger(() -> 0.0005, () -> this.now);

	@Test
	void remembersAndLogsBlockWithItsFinder(CapturedOutput output) {
		authorize("demo.ws", "ws");
		this.ledger.blockSubmitted(block(7, "demo.ws"), "embeddedChain", BlockOutcome.ACCEPTED);
		assertThat(this.ledger.latest())
			.containsExactly(new FoundBlock(7, Hash256.ZERO.toString(), "demo.ws", "ws", 50, this.now));
		assertThat(this.ledger.found()).isOne();
		assertThat(output).contains("Worker demo.ws joined on ws")
			.contains("Block 7 found by demo.ws on ws: " + Hash256.ZERO + " (next difficulty 0.000500)");
	}

	@Test
	void takesTheListenerOfAnAgentForItsMiners() {
		authorize("demo", "tcp");
		this.ledger.blockSubmitted(block(7, "demo.rig07"), "embeddedChain", BlockOutcome.ACCEPTED);
		assertThat(this.ledger.latest()).singleElement().extracting(FoundBlock::listener).isEqualTo("tcp");
	}

	@Test
	void doesNotCountBlockThatIsKnown() {
		this.ledger.blockSubmitted(block(7, "demo.ws"), "embeddedChain", BlockOutcome.DUPLICATE);
		assertThat(this.ledger.found()).isZero();
	}

	@Test
	void leavesRefusedBlockToTheLogOfTheEngine(CapturedOutput output) {
		this.ledger.blockSubmitted(block(7, "demo.ws"), "embeddedChain", BlockOutcome.rejected("stale-prevblk"));
		assertThat(this.ledger.latest()).isEmpty();
		assertThat(output).doesNotContain("Block 7");
	}

	@Test
	void logsWorkerOnceAndWithoutControlCharacters(CapturedOutput output) {
		authorize("x\nBlock 9 found", "tcp");
		authorize("x\nBlock 9 found", "tcp");
		assertThat(output.toString().lines().filter((line) -> line.contains("joined"))).hasSize(1)
			.first()
			.asString()
			.contains("Worker x?Block 9 found joined on tcp");
	}

	@Test
	void keepsTheLatestFiftyNewestFirst() {
		for (int height = 1; height <= 60; height++) {
			this.ledger.blockSubmitted(block(height, "unseen"), "embeddedChain", BlockOutcome.ACCEPTED);
		}
		assertThat(this.ledger.found()).isEqualTo(60);
		assertThat(this.ledger.latest()).hasSize(50).first().extracting(FoundBlock::height).isEqualTo(60);
		assertThat(this.ledger.latest()).allMatch((block) -> block.listener().equals("unknown"));
	}

	private void authorize(String worker, String listener) {
		this.ledger.workerAuthorized(new AuthenticationRequest(worker, "x", "miner/1.0",
				InetSocketAddress.createUnresolved("localhost", 1), listener, Dialect.SV1), Worker.of(worker));
	}

	private static Block block(int height, String worker) {
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(height)
			.coinbaseValue(50)
			.fetched(Instant.EPOCH)
			.build();
		return new Block(Hash256.ZERO, new byte[80], new byte[0], List.of(), () -> new byte[0], template, worker);
	}

}
