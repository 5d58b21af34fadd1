package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import io.stratum.mining.MiningListener;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Takes found blocks to all submitters at once, each on threads of its own, and to a file
 * at the same time. A submitter that fails is asked again until it answers or the block
 * is buried; what is open at a stop goes on at the next start. Safe for use by several
 * threads; never waits.
 */
final class BlockSubmissions {

	private static final Logger logger = System.getLogger(BlockSubmissions.class.getName());

	private static final int BURIED_BLOCKS = 100;

	private static final long BURIED_NANOS = Duration.ofHours(24).toNanos();

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final int MOST_DOUBLINGS = 6;

	private static final int REMEMBERED = 10_000;

	private static final int THREADS_PER_SUBMITTER = 8;

	private final List<Channel> channels = new ArrayList<>();

	private final @Nullable BlockFiles files;

	private final EngineRuntime runtime;

	private final MiningListener listener;

	private final IntSupplier tipHeight;

	private final Runnable accepted;

	private final Map<Hash256, Boolean> found = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Hash256, Boolean> eldest) {
			return size() > REMEMBERED;
		}
	};

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
		for (BlockSubmitter submitter : policies.submitters()) {
			String type = (submitter.getClass().isSynthetic()) ? "BlockSubmitter"
					: submitter.getClass().getSimpleName();
			String name = type + "-" + (this.channels.size() + 1);
			String bean = Fault.nameOf(BlockSubmitter.class, submitter) + " as " + name;
			LimitedCalls calls = runtime.calls(runtime.faultLog(BlockSubmissions.class, bean), settings.policyTimeout(),
					THREADS_PER_SUBMITTER);
			this.channels
				.add(new Channel(name, submitter, runtime.room("stratum-block", THREADS_PER_SUBMITTER).open(), calls));
		}
	}

	/** Goes on with what was open at the last stop. */
	void start() {
		this.open.forEach(Submission::begin);
	}

	/**
	 * Takes a block to the network, unless it was found before.
	 * @param hash its hash
	 * @param assembly makes the block
	 */
	void found(Hash256 hash, Supplier<Block> assembly) {
		synchronized (this.found) {
			if (this.found.put(hash, Boolean.TRUE) != null) {
				return;
			}
		}
		Block block = assemble(hash, assembly);
		List<Submission> submissions = this.channels.stream().map((channel) -> new Submission(block, channel)).toList();
		this.open.addAll(submissions);
		submissions.forEach(Submission::begin);
		BlockFiles destination = this.files;
		if (destination != null) {
			called(1);
			destination.write(block, () -> called(-1));
		}
		logger.log(Level.INFO, "Block {0} found: {1}", Integer.toString(block.height()), block.hash());
		this.listener.blockFound(block);
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
				synchronized (this.found) {
					this.found.remove(hash);
				}
			}
		}
	}

	/**
	 * Tries what is open at once, a last time, and lets calls that are under way come to
	 * an end, for a limited time.
	 */
	void stop(Duration limit) {
		this.open.forEach(Submission::begin);
		long end = System.nanoTime() + limit.toNanos();
		synchronized (this.found) {
			for (long left = limit.toMillis(); this.calls > 0
					&& left > 0; left = (end - System.nanoTime()) / 1_000_000) {
				try {
					this.found.wait(left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
			}
		}
	}

	private void called(int count) {
		synchronized (this.found) {
			this.calls += count;
			this.found.notifyAll();
		}
	}

	/** How many submitters have not answered yet, over all blocks. */
	int open() {
		return this.open.size();
	}

	/** What is wrong with the submitters. */
	Stream<Fault> faults() {
		return this.channels.stream().map((channel) -> channel.calls().fault()).filter(Objects::nonNull);
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
	}

	/**
	 * A block on its way to one submitter.
	 */
	private final class Submission {

		private final Block block;

		private final Channel channel;

		private final long foundNanos = BlockSubmissions.this.runtime.nanoTime();

		private int attempts;

		private boolean idle = true;

		Submission(Block block, Channel channel) {
			this.block = block;
			this.channel = channel;
		}

		/** Begins a call, unless one is under way. */
		synchronized void begin() {
			if (this.idle) {
				this.idle = false;
				called(1);
				this.channel.room().execute(this::call);
			}
		}

		private void call() {
			try {
				finished(this.channel.calls().call(() -> this.channel.submitter().submit(this.block)));
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
			logger.log((outcome.accepted()) ? Level.INFO : Level.WARNING, "Block {0} {1} by {2}: {3}",
					Integer.toString(this.block.height()), (outcome.accepted()) ? "accepted" : "rejected",
					this.channel.name(), outcome.detail());
			if (outcome.accepted() && this.block.height() > BlockSubmissions.this.tipHeight.getAsInt()) {
				BlockSubmissions.this.accepted.run();
			}
			BlockSubmissions.this.listener.blockSubmitted(this.block, this.channel.name(), outcome);
		}

		private synchronized void again() {
			this.idle = true;
			if (isBuried()) {
				finished(BlockOutcome.rejected("no answer before it was buried"));
				return;
			}
			BlockSubmissions.this.runtime.after(pause(this.attempts++), this::begin);
		}

		private boolean isBuried() {
			return BlockSubmissions.this.tipHeight.getAsInt() > this.block.height() + BURIED_BLOCKS
					|| BlockSubmissions.this.runtime.nanoTime() - this.foundNanos > BURIED_NANOS;
		}

	}

}
