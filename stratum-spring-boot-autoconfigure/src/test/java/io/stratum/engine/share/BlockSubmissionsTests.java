package io.stratum.engine.share;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.Hash256;
import io.stratum.engine.TestClock;
import io.stratum.engine.TestPayout;
import io.stratum.engine.TestSettings;
import io.stratum.engine.TestTemplates;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Block;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.MiningListener;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.room.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BlockSubmissionsTests {

	private static final BlockTemplate TEMPLATE = BlockTemplate.builder()
		.previousBlock(Hash256.ZERO)
		.height(7)
		.coinbaseValue(50)
		.fetched(Instant.EPOCH)
		.build();

	private static final Block BLOCK = block(0, TEMPLATE);

	private final TestClock clock = new TestClock();

	private final EngineRuntime runtime = new EngineRuntime(Thread::new, this.clock, this.clock::nanoTime);

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	private final List<BlockSubmissions> created = new ArrayList<>();

	private BlockChain chain = (hash) -> BlockChain.UNKNOWN;

	private final AtomicInteger tipHeight = new AtomicInteger(6);

	private Duration policyTimeout = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	@BeforeEach
	void start() {
		this.runtime.start();
	}

	@AfterEach
	void stop() {
		this.created.forEach((blocks) -> blocks.stop(Duration.ofSeconds(10)));
		this.runtime.stop();
	}

	@Test
	void submitsABlockOncePerHashToAllSubmitters() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmitter submitter = (block) -> {
			calls.incrementAndGet();
			return BlockOutcome.ACCEPTED;
		};
		BlockSubmissions blocks = submissions(submitter, submitter);
		for (int i = 0; i < 5; i++) {
			blocks.found(BLOCK.hash(), () -> BLOCK);
		}
		await().until(() -> this.events.stream().filter("accepted true"::equals).count() == 2);
		assertThat(calls).hasValue(2);
		assertThat(this.events).containsOnlyOnce("found 7").contains("accepted true");
		assertThat(blocks.open()).isZero();
	}

	@Test
	void asksForTheNextTemplateWhenABlockIsAcceptedWhileItsTipIsNotKnown() {
		BlockSubmissions blocks = submissions((block) -> BlockOutcome.ACCEPTED);
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> this.events.contains("accepted true"));
		assertThat(this.events).containsOnlyOnce("accepted at 6");
		this.tipHeight.set(7);
		blocks.found(Hash256.ofInternal(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		assertThat(this.events).doesNotContain("accepted at 7");
	}

	@Test
	void namesASubmitterThatHangsWithinItsTimeout() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.policyTimeout = Duration.ofMillis(50);
		BlockSubmissions blocks = submissions((block) -> {
			hanging.await();
			return BlockOutcome.ACCEPTED;
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.faults().anyMatch((fault) -> fault.text().contains("no result within PT0.05S")));
		assertThat(blocks.faults()).extracting(Fault::bean)
			.containsExactly("BlockSubmitter (io.stratum.engine.share.BlockSubmissionsTests) as BlockSubmitter");
		hanging.countDown();
		await().until(() -> blocks.open() == 0);
	}

	@Test
	void doesNotLetASubmitterThatHangsHoldBackAnother() {
		CountDownLatch hanging = new CountDownLatch(1);
		BlockSubmissions blocks = submissions((block) -> {
			hanging.await();
			return BlockOutcome.ACCEPTED;
		}, (block) -> BlockOutcome.DUPLICATE);
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> this.events.contains("accepted true"));
		assertThat(blocks.open()).isEqualTo(1);
		hanging.countDown();
		await().until(() -> blocks.open() == 0);
	}

	@Test
	void triesAgainUntilASubmitterAnswers() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			if (calls.incrementAndGet() < 3) {
				throw new IllegalStateException("no connection");
			}
			return BlockOutcome.rejected("bad-txns");
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> this.events.contains("accepted false"));
		assertThat(calls).hasValue(3);
	}

	@Test
	void triesAgainWhenASubmitterGivesNoOutcome() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			return (calls.incrementAndGet() < 2) ? null : BlockOutcome.ACCEPTED;
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> this.events.contains("accepted true"));
		assertThat(calls).hasValue(2);
	}

	@Test
	void writesTheBlockWhenTheDirectoryIsThereAgain() throws Exception {
		Path blocked = this.directory.resolve("blocks");
		Files.writeString(blocked, "no directory");
		BlockSubmissions blocks = submissions();
		blocks.found(BLOCK.hash(), () -> BLOCK);
		blocks.stop(Duration.ofSeconds(10));
		Files.delete(blocked);
		await().until(() -> Files.exists(blocked.resolve("7-" + BLOCK.hash() + ".hex")));
	}

	@Test
	void givesUpWhenTheBlockIsBuried() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("no connection");
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> calls.get() == 2);
		assertThat(blocks.open()).isEqualTo(1);
		this.tipHeight.set(108);
		await().until(() -> blocks.open() == 0);
	}

	@Test
	void goesOnAfterARestart() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("no connection");
			}
			return BlockOutcome.ACCEPTED;
		});
		this.runtime.stop();
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> calls.get() == 1);
		assertThat(blocks.open()).isEqualTo(1);
		this.runtime.start();
		await().until(() -> {
			blocks.start();
			return blocks.open() == 0;
		});
	}

	@Test
	void triesALastTimeAtTheStopInsteadOfWaiting() {
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch up = new CountDownLatch(1);
		BlockSubmissions blocks = submissions((block) -> {
			calls.incrementAndGet();
			if (up.getCount() > 0) {
				throw new IllegalStateException("no connection");
			}
			return BlockOutcome.ACCEPTED;
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> calls.get() == 3);
		up.countDown();
		await().pollDelay(Duration.ZERO).until(() -> {
			blocks.stop(Duration.ofSeconds(5));
			return blocks.open() == 0;
		});
		assertThat(calls).hasValue(4);
	}

	@Test
	void writesTheBlockToAFileWhateverSubmittersDo() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		BlockSubmissions blocks = submissions((block) -> {
			hanging.await();
			return BlockOutcome.ACCEPTED;
		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		Path file = this.directory.resolve("blocks").resolve("7-" + "00".repeat(32) + ".hex");
		await().until(() -> Files.exists(file));
		assertThat(Files.readString(file)).isEqualTo("01ab");
		hanging.countDown();
	}

	@Test
	void submitsAgainWhenTheNodeIsToBeAskedLater() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> (calls.incrementAndGet() < 2)
				? BlockOutcome.later("prev-blk-not-found") : BlockOutcome.ACCEPTED);
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> calls.get() == 1 && blocks.faults().findAny().isPresent());
		assertThat(blocks.faults()).extracting(Fault::text)
			.containsExactly("java.lang.IllegalStateException: block 7 not taken yet: prev-blk-not-found");
		await().until(() -> this.events.contains("accepted true"));
		assertThat(calls).hasValue(2);
	}

	@Test
	void submitsAtOnceWhenTheSubmitterWorksAgain() {
		List<Runnable> working = new ArrayList<>();
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions(new BlockSubmitter() {

			@Override
			public BlockOutcome submit(Block block) {
				if (calls.incrementAndGet() <= 5) {
					throw new IllegalStateException("no connection");
				}
				return BlockOutcome.ACCEPTED;
			}

			@Override
			public void whenWorkingAgain(Runnable submission) {
				working.add(submission);
			}

		});
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().pollDelay(Duration.ZERO).until(() -> {
			working.get(0).run();
			return blocks.open() == 0;
		});
		assertThat(calls).hasValue(6);
	}

	@Test
	void tellsWhichSubmitterSaidWhat() {
		BlockSubmissions blocks = submissions(new Named(BlockOutcome.stored("inconclusive")),
				new Named(BlockOutcome.rejected("bad-cb-amount")));
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		await().untilAsserted(() -> assertThat(this.events).contains("north: STORED", "north-2: REJECTED"));
	}

	@Test
	void submitsSomeOfHundredsOfBlocksOnOneTip() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			calls.incrementAndGet();
			return BlockOutcome.stored("inconclusive");
		});
		for (int i = 0; i < 500; i++) {
			Block block = block(i, TEMPLATE);
			blocks.found(block.hash(), () -> block);
		}
		await().until(() -> blocks.open() == 0);
		assertThat(calls).hasValue(FoundBlocks.MOST_ON_ONE_TIP);
		assertThat(this.events).filteredOn("dropped 7"::equals).hasSize(500 - FoundBlocks.MOST_ON_ONE_TIP);
	}

	@Test
	void givesInvalidBlocksNoPlaceOnATip() {
		AtomicInteger calls = new AtomicInteger();
		BlockSubmissions blocks = submissions((block) -> {
			calls.incrementAndGet();
			return BlockOutcome.rejected("bad-cb-amount");
		}, (block) -> BlockOutcome.rejected("bad-cb-amount"));
		for (int i = 0; i < 100; i++) {
			Block block = block(i, TEMPLATE);
			blocks.found(block.hash(), () -> block);
			await().pollDelay(Duration.ZERO).until(() -> blocks.open() == 0);
		}
		assertThat(calls).hasValue(100);
		assertThat(this.events).doesNotContain("dropped 7");
	}

	@Test
	void givesUpTheLowestOfTooManyBlocksWithoutAnAnswer() {
		CountDownLatch hanging = new CountDownLatch(1);
		BlockSubmissions blocks = submissions((block) -> {
			hanging.await();
			return BlockOutcome.ACCEPTED;
		});
		for (int i = 0; i <= BlockSubmissions.MOST_OPEN + 1; i++) {
			Block block = block(i, TEMPLATE.toBuilder().previousBlock(hash(i)).height(200 - i).build());
			blocks.found(block.hash(), () -> block);
		}
		assertThat(blocks.open()).isEqualTo(BlockSubmissions.MOST_OPEN);
		int last = 200 - BlockSubmissions.MOST_OPEN;
		assertThat(this.events).contains("dropped " + last, "dropped " + (last - 1));
		hanging.countDown();
		await().until(() -> blocks.open() == 0);
	}

	@Test
	void followsABlockUntilItIsConfirmed() {
		List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
		this.chain = (hash) -> {
			asked.add(this.tipHeight.get());
			return this.tipHeight.get() - 6;
		};
		BlockSubmissions blocks = submissions((block) -> BlockOutcome.ACCEPTED);
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		for (int tip : List.of(7, 12, 15)) {
			tip(blocks, tip);
		}
		assertThat(this.events).doesNotContain("confirmed 7");
		tip(blocks, 16);
		await().until(() -> this.events.contains("confirmed 7"));
		int calls = asked.size();
		tip(blocks, 17);
		blocks.stop(Duration.ofSeconds(10));
		assertThat(asked).hasSize(calls).doesNotContain(7, 12);
		assertThat(this.events).containsOnlyOnce("confirmed 7").doesNotContain("orphaned 7");
	}

	@Test
	void saysThatABlockIsOrphanedWhenSixFollowItsHeightWithoutIt() {
		AtomicInteger place = new AtomicInteger(BlockChain.SIDE_BRANCH);
		this.chain = (hash) -> place.get();
		BlockSubmissions blocks = submissions((block) -> BlockOutcome.stored("inconclusive"));
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		tip(blocks, 12);
		assertThat(this.events).doesNotContain("orphaned 7");
		tip(blocks, 13);
		await().until(() -> this.events.contains("orphaned 7"));
	}

	@Test
	void asksForABlockAgainWhenTheChainCouldNotTell() {
		AtomicInteger calls = new AtomicInteger();
		this.chain = (hash) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("no connection");
			}
			return 10;
		};
		BlockSubmissions blocks = submissions((block) -> BlockOutcome.ACCEPTED);
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		tip(blocks, 16);
		await().until(() -> blocks.faults().anyMatch((fault) -> fault.bean().startsWith("BlockChain")));
		tip(blocks, 17);
		await().until(() -> this.events.contains("confirmed 7"));
	}

	@Test
	void doesNotFollowABlockThatIsInvalid() {
		AtomicInteger calls = new AtomicInteger();
		this.chain = (hash) -> calls.incrementAndGet();
		BlockSubmissions blocks = submissions((block) -> BlockOutcome.rejected("bad-cb-amount"));
		blocks.found(BLOCK.hash(), () -> BLOCK);
		await().until(() -> blocks.open() == 0);
		tip(blocks, 200);
		assertThat(calls).hasValue(0);
	}

	private void tip(BlockSubmissions blocks, int height) {
		this.tipHeight.set(height);
		blocks.tipChanged();
	}

	private static Hash256 hash(int number) {
		return Hash256.ofInternal(ByteBuffer.allocate(32).putInt(number).array());
	}

	private static Block block(int number, BlockTemplate template) {
		return new Block(hash(number), new byte[80], new byte[0], List.of(), () -> new byte[] { 1, (byte) 0xab },
				template, "w");
	}

	private BlockSubmissions submissions(BlockSubmitter... submitters) {
		MiningListener listener = new MiningListener() {

			@Override
			public void blockFound(Block block) {
				BlockSubmissionsTests.this.events.add("found " + block.height());
				throw new IllegalStateException("a listener's fault");
			}

			@Override
			public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
				BlockSubmissionsTests.this.events.add("accepted " + outcome.accepted());
				BlockSubmissionsTests.this.events.add(submitter + ": " + outcome.kind());
			}

			@Override
			public void blockConfirmed(MinedBlock block) {
				BlockSubmissionsTests.this.events.add("confirmed " + block.height());
			}

			@Override
			public void blockOrphaned(MinedBlock block) {
				BlockSubmissionsTests.this.events.add("orphaned " + block.height());
			}

			@Override
			public void blockDropped(Block block) {
				BlockSubmissionsTests.this.events.add("dropped " + block.height());
			}

		};
		EngineSettings defaults = TestSettings.defaults();
		EngineSettings settings = new EngineSettings(0, 8, 0, defaults.pollInterval(), defaults.jobInterval(),
				defaults.jobLifetime(), defaults.maxWorkAge(), new Calls(this.policyTimeout, 1, this.policyTimeout),
				defaults.coinbase(), defaults.acknowledgement(), defaults.resume(), this.directory.resolve("blocks"));
		EnginePolicies policies = new EnginePolicies(new TestTemplates(this.clock), (request) -> {
			throw new IllegalStateException();
		}, new TestPayout(), null, null, new RetargetingDifficultyPolicy(), new Sha256dProofOfWork(),
				List.of(submitters), new Listeners(List.of(listener)), null, Bans.none(),
				new EnginePolicies.Following(this.chain, 10));
		BlockSubmissions blocks = new BlockSubmissions(settings, policies, this.runtime, this.tipHeight::get,
				() -> this.events.add("accepted at " + this.tipHeight));
		this.created.add(blocks);
		return blocks;
	}

	/**
	 * A submitter with an answer.
	 */
	private record Named(BlockOutcome outcome) implements BlockSubmitter {

		@Override
		public String name() {
			return "north";
		}

		@Override
		public BlockOutcome submit(Block block) {
			return this.outcome;
		}

	}

}
