package io.stratum.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.MiningListener;

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

	private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final int MOST_DOUBLINGS = 6;

	private static final int REMEMBERED = 10_000;

	private static final int THREADS_PER_SUBMITTER = 8;

	private final List<Channel> channels = new ArrayList<>();

	private final @Nullable BlockFile file;

	private final ExecutorService fileThread = newThreads(1);

	private final EngineThreads threads;

	private final MiningListener listener;

	private final IntSupplier tipHeight;

	private final LongSupplier nanoTime;

	private final Map<Hash256, Boolean> found = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Hash256, Boolean> eldest) {
			return size() > REMEMBERED;
		}
	};

	private final Set<Submission> open = ConcurrentHashMap.newKeySet();

	BlockSubmissions(EngineSettings settings, List<BlockSubmitter> submitters, EngineThreads threads,
			MiningListener listener, IntSupplier tipHeight, LongSupplier nanoTime) {
		this.file = (settings.blockDirectory() != null) ? new BlockFile(settings.blockDirectory()) : null;
		this.threads = threads;
		this.listener = listener;
		this.tipHeight = tipHeight;
		this.nanoTime = nanoTime;
		for (BlockSubmitter submitter : submitters) {
			String name = submitter.getClass().getSimpleName() + "-" + (this.channels.size() + 1);
			this.channels.add(new Channel(name, submitter, newThreads(THREADS_PER_SUBMITTER),
					new FailureLog(BlockSubmissions.class, "Submitting a block by " + name, nanoTime)));
		}
	}

	/** Goes on with what was open at the last stop. */
	void start() {
		this.open.stream().filter(Submission::isIdle).forEach(Submission::begin);
	}

	/**
	 * Takes a block to the network, unless it was found before.
	 * @param block the block
	 */
	void found(Block block) {
		synchronized (this.found) {
			if (this.found.put(block.hash(), Boolean.TRUE) != null) {
				return;
			}
		}
		List<Submission> submissions = this.channels.stream().map((channel) -> new Submission(block, channel)).toList();
		this.open.addAll(submissions);
		submissions.forEach(Submission::begin);
		BlockFile destination = this.file;
		if (destination != null) {
			this.fileThread.execute(() -> write(destination, block));
		}
		logger.log(Level.INFO, "Block {0} found: {1}", Integer.toString(block.height()), block.hash());
		this.listener.blockFound(block);
	}

	/** How many submitters have not answered yet, over all blocks. */
	int open() {
		return this.open.size();
	}

	private static void write(BlockFile file, Block block) {
		try {
			logger.log(Level.INFO, "Block {0} written to {1}", Integer.toString(block.height()), file.write(block));
		}
		catch (IOException | RuntimeException ex) {
			logger.log(Level.ERROR, "Block " + block.hash() + " could not be written to a file", ex);
		}
	}

	private static ExecutorService newThreads(int count) {
		ThreadPoolExecutor result = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (runnable) -> {
					Thread thread = new Thread(runnable, "stratum-block");
					thread.setDaemon(true);
					return thread;
				});
		result.allowCoreThreadTimeOut(true);
		return result;
	}

	/**
	 * The way to one submitter.
	 *
	 * @param name its name
	 * @param submitter the submitter
	 * @param calls the threads of its calls
	 * @param failures the log of its failures
	 */
	private record Channel(String name, BlockSubmitter submitter, ExecutorService calls, FailureLog failures) {
	}

	/**
	 * A block on its way to one submitter.
	 */
	private final class Submission {

		private final Block block;

		private final Channel channel;

		private final long foundNanos = BlockSubmissions.this.nanoTime.getAsLong();

		private int attempts;

		private boolean idle = true;

		Submission(Block block, Channel channel) {
			this.block = block;
			this.channel = channel;
		}

		synchronized boolean isIdle() {
			return this.idle;
		}

		synchronized void begin() {
			this.idle = false;
			this.channel.calls().execute(this::call);
		}

		private void call() {
			Future<?> timeout = BlockSubmissions.this.threads.after(LONGEST_CALL, Thread.currentThread()::interrupt);
			try {
				BlockOutcome outcome = this.channel.submitter().submit(this.block);
				this.channel.failures().succeeded();
				finished(outcome);
			}
			catch (Throwable ex) {
				this.channel.failures().failed(ex);
				again();
			}
			finally {
				timeout.cancel(false);
			}
		}

		private void finished(BlockOutcome outcome) {
			BlockSubmissions.this.open.remove(this);
			logger.log((outcome.accepted()) ? Level.INFO : Level.WARNING, "Block {0} {1} by {2}: {3}",
					Integer.toString(this.block.height()), (outcome.accepted()) ? "accepted" : "rejected",
					this.channel.name(), outcome.detail());
			BlockSubmissions.this.listener.blockSubmitted(this.block, this.channel.name(), outcome);
		}

		private synchronized void again() {
			this.idle = true;
			if (isBuried()) {
				finished(BlockOutcome.rejected("no answer before it was buried"));
				return;
			}
			Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, this.attempts++));
			BlockSubmissions.this.threads.after(pause, () -> {
				if (isIdle()) {
					begin();
				}
			});
		}

		private boolean isBuried() {
			return BlockSubmissions.this.tipHeight.getAsInt() > this.block.height() + BURIED_BLOCKS
					|| BlockSubmissions.this.nanoTime.getAsLong() - this.foundNanos > BURIED_NANOS;
		}

	}

}
