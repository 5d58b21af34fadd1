package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.MiningListener;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Takes found blocks to all submitters at once, each on threads of its own, and to a file
 * at the same time. A submitter that fails is asked again until it answers or the block
 * is buried; what is open at a stop goes on at the next start. Where blocks are found by
 * the hundred, only some on one tip are submitted, and the lowest open ones are given up
 * first. Safe for use by several threads; never waits.
 */
final class BlockSubmissions {

	/** Not answered by all submitters. */
	static final int MOST_OPEN = 128;

	private static final Logger logger = System.getLogger(BlockSubmissions.class.getName());

	private static final int BURIED_BLOCKS = 100;

	private static final long BURIED_NANOS = Duration.ofHours(24).toNanos();

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final int MOST_DOUBLINGS = 6;

	private static final int THREADS_PER_SUBMITTER = 8;

	private final List<Channel> channels = new ArrayList<>();

	private final @Nullable BlockFiles files;

	private final EngineRuntime runtime;

	private final MiningListener listener;

	private final IntSupplier tipHeight;

	private final Runnable accepted;

	private final BlockLog log;

	private final @Nullable BlockFollower follower;

	private final FoundBlocks found = new FoundBlocks();

	/** Guards {@link #calls}. */
	private final Object monitor = new Object();

	/** How many calls and files are under way. */
	private int calls;

	private final Set<Submission> open = ConcurrentHashMap.newKeySet();

	BlockSubmissions(EngineSettings settings, EnginePolicies policies, EngineRuntime runtime, IntSupplier tipHeight,
			Runnable accepted) {
		Path directory = settings.blockDirectory();
		this.files = (directory != null)
				? new BlockFiles(directory, runtime, runtime.room("stratum-block-file", 1).open()) : null;
		this.runtime = runtime;
		this.listener = policies.listeners();
		this.tipHeight = tipHeight;
		this.accepted = accepted;
		this.log = new BlockLog(logger, runtime.nanoClock());
		this.follower = (policies.following() != null)
				? new BlockFollower(policies.following(), settings, runtime, policies.listeners()) : null;
		Set<String> names = ConcurrentHashMap.newKeySet();
		for (BlockSubmitter submitter : policies.submitters()) {
			String name = submitter.name();
			for (int number = 2; !names.add(name); number++) {
				name = submitter.name() + "-" + number;
			}
			String bean = Fault.nameOf(BlockSubmitter.class, submitter) + " as " + name;
			LimitedCalls limited = runtime.calls(runtime.faultLog(BlockSubmissions.class, bean),
					settings.policyTimeout(), THREADS_PER_SUBMITTER);
			Channel channel = new Channel(name, submitter, runtime.room("stratum-block", THREADS_PER_SUBMITTER).open(),
					limited);
			this.channels.add(channel);
			submitter.whenWorkingAgain(() -> resume(channel));
		}
	}

	/** Goes on with what was open at the last stop. */
	void start() {
		resume();
	}

	/** Submits what is open at once, because answers may be others on a new tip. */
	void tipChanged() {
		resume();
		if (this.follower != null) {
			this.follower.tipChanged(this.tipHeight.getAsInt());
		}
	}

	private void resume() {
		this.open.forEach(Submission::begin);
	}

	private void resume(Channel channel) {
		for (Submission submission : this.open) {
			if (submission.channel == channel) {
				submission.begin();
			}
		}
	}

	/**
	 * Takes a block to the network, unless it was found before.
	 * @param hash its hash
	 * @param assembly makes the block
	 */
	void found(Hash256 hash, Supplier<Block> assembly) {
		if (!this.found.add(hash)) {
			return;
		}
		Block block = assemble(hash, assembly);
		boolean taken = this.found.takePlace(block.template().previousBlock());
		if (taken) {
			submit(block);
			this.log.log(Level.INFO, "Block " + block.height() + " found: " + block.hash());
		}
		this.listener.blockFound(block);
		if (!taken) {
			dropped(block, "it is not submitted, as " + FoundBlocks.MOST_ON_ONE_TIP + " others of its height are");
		}
		else {
			dropLowest();
		}
	}

	private Block assemble(Hash256 hash, Supplier<Block> assembly) {
		boolean done = false;
		try {
			Block block = assembly.get();
			done = true;
			return block;
		}
		finally {
			if (!done) {
				this.found.remove(hash);
			}
		}
	}

	private void submit(Block block) {
		long now = this.runtime.nanoTime();
		AtomicBoolean onTip = new AtomicBoolean(true);
		List<Submission> submissions = this.channels.stream()
			.map((channel) -> new Submission(block, channel, now, onTip))
			.toList();
		this.open.addAll(submissions);
		submissions.forEach(Submission::begin);
		BlockFiles destination = this.files;
		if (destination != null) {
			called(1);
			destination.write(block, () -> called(-1));
		}
	}

	/** Gives up the lowest block when there are too many without an answer. */
	private void dropLowest() {
		if (this.open.size() <= MOST_OPEN) {
			return;
		}
		Map<Hash256, Block> blocks = new HashMap<>();
		this.open.forEach((submission) -> blocks.put(submission.block.hash(), submission.block));
		Block lowest = Collections.min(blocks.values(), Comparator.comparingInt(Block::height));
		if (blocks.size() > MOST_OPEN
				&& this.open.removeIf((submission) -> submission.block.hash().equals(lowest.hash()))) {
			dropped(lowest, "it is given up, as " + MOST_OPEN + " others have no answer");
		}
	}

	private void dropped(Block block, String reason) {
		this.log.log(Level.WARNING, "Block " + block.height() + " dropped: " + block.hash() + ": " + reason);
		this.listener.blockDropped(block);
	}

	/**
	 * Tries what is open at once, a last time, and lets calls that are under way come to
	 * an end, for a limited time.
	 */
	void stop(Duration limit) {
		resume();
		long end = System.nanoTime() + limit.toNanos();
		synchronized (this.monitor) {
			for (long left = limit.toMillis(); this.calls > 0
					&& left > 0; left = (end - System.nanoTime()) / 1_000_000) {
				try {
					this.monitor.wait(left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
			}
		}
	}

	private void called(int count) {
		synchronized (this.monitor) {
			this.calls += count;
			this.monitor.notifyAll();
		}
	}

	/** How many submitters have not answered yet, over all blocks. */
	int open() {
		return this.open.size();
	}

	/** What is wrong with the submitters and the chain. */
	Stream<Fault> faults() {
		Fault following = (this.follower != null) ? this.follower.fault() : null;
		return Stream
			.concat(this.channels.stream().map((channel) -> channel.calls().fault()), Stream.ofNullable(following))
			.filter(Objects::nonNull);
	}

	/** The pause after a number of failures. */
	static Duration pause(int attempt) {
		return FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempt));
	}

	/**
	 * The way to one submitter.
	 *
	 * @param name its name
	 * @param submitter the submitter
	 * @param room the threads of its calls
	 * @param calls its calls
	 */
	private record Channel(String name, BlockSubmitter submitter, Room room, LimitedCalls calls) {

		/** An answer that is none yet is a failure of the submitter. */
		BlockOutcome submit(Block block) throws Exception {
			return this.calls.call(() -> {
				BlockOutcome outcome = this.submitter.submit(block);
				if (outcome != null && outcome.kind() == BlockOutcome.Kind.LATER) {
					throw new IllegalStateException("block " + block.height() + " not taken yet: " + outcome.detail());
				}
				return outcome;
			});
		}

	}

	/**
	 * A block on its way to one submitter.
	 */
	private final class Submission {

		private final Block block;

		private final Channel channel;

		private final long foundNanos;

		/** Whether the block counts for its tip; shared by all its submissions. */
		private final AtomicBoolean onTip;

		/** The next call, after one that failed. */
		private @Nullable Future<?> next;

		private int attempts;

		private boolean idle = true;

		Submission(Block block, Channel channel, long foundNanos, AtomicBoolean onTip) {
			this.block = block;
			this.channel = channel;
			this.foundNanos = foundNanos;
			this.onTip = onTip;
		}

		/** Begins a call, unless one is under way or none is needed any longer. */
		synchronized void begin() {
			if (this.idle && BlockSubmissions.this.open.contains(this)) {
				this.idle = false;
				if (this.next != null) {
					this.next.cancel(false);
				}
				called(1);
				this.channel.room().execute(this::call);
			}
		}

		private void call() {
			try {
				finished(this.channel.submit(this.block));
				resume(this.channel);
			}
			catch (Exception ex) {
				again();
			}
			finally {
				called(-1);
			}
		}

		private void finished(BlockOutcome outcome) {
			BlockSubmissions.this.open.remove(this);
			log(outcome);
			BlockFollower following = BlockSubmissions.this.follower;
			if (following != null && (outcome.accepted() || outcome.kind() == BlockOutcome.Kind.STORED)) {
				following.follow(MinedBlock.of(this.block));
			}
			if (outcome.kind() == BlockOutcome.Kind.REJECTED && this.onTip.getAndSet(false)) {
				BlockSubmissions.this.found.freePlace(this.block.template().previousBlock());
			}
			if (outcome.accepted() && this.block.height() > BlockSubmissions.this.tipHeight.getAsInt()) {
				BlockSubmissions.this.accepted.run();
			}
			BlockSubmissions.this.listener.blockSubmitted(this.block, this.channel.name(), outcome);
		}

		private void log(BlockOutcome outcome) {
			Level level = switch (outcome.kind()) {
				case ACCEPTED, DUPLICATE -> Level.INFO;
				case STORED, LATER -> Level.WARNING;
				case REJECTED -> Level.ERROR;
			};
			String said = switch (outcome.kind()) {
				case ACCEPTED, DUPLICATE -> "accepted by ";
				case STORED -> "stored on a side branch by ";
				case LATER -> "not taken by ";
				case REJECTED -> "rejected by ";
			};
			BlockSubmissions.this.log.log(level,
					"Block " + this.block.height() + " " + said + this.channel.name() + ": " + outcome.detail());
		}

		private synchronized void again() {
			this.idle = true;
			if (isBuried()) {
				finished(BlockOutcome.later("no answer before it was buried"));
				return;
			}
			this.next = BlockSubmissions.this.runtime.after(pause(this.attempts++), this::begin);
		}

		private boolean isBuried() {
			return BlockSubmissions.this.tipHeight.getAsInt() > this.block.height() + BURIED_BLOCKS
					|| BlockSubmissions.this.runtime.nanoTime() - this.foundNanos > BURIED_NANOS;
		}

	}

}
