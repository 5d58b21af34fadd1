package io.stratum.engine.share;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.share.ShareCandidate;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.ShareValidator;
import io.stratum.room.FaultLog;

/**
 * Hashes shares whose proof of work is too costly for an event loop, on a bounded number
 * of threads. Channels take turns, so that one that submits much does not delay the
 * shares of others, of which one may be a block. Each channel's shares are judged on its
 * loop in the order in which they came.
 */
final class CostlyHashes {

	/**
	 * A share that is refused is not hashed, so a block in it would be lost. Sessions
	 * stop reading long before a channel comes that far.
	 */
	private static final int MOST_PER_CHANNEL = 16_384;

	private final int threads;

	private final ShareValidator validator;

	private final FaultLog failures;

	private final ThreadPoolExecutor pool;

	private final Map<MiningChannel, Line> lines = new ConcurrentHashMap<>();

	CostlyHashes(ShareValidator validator, int threads, FaultLog failures) {
		this.failures = failures;
		this.validator = validator;
		this.threads = threads;
		this.pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(runnable) -> {
					Thread thread = new Thread(runnable, "stratum-hash");
					thread.setDaemon(true);
					return thread;
				});
		this.pool.allowCoreThreadTimeOut(true);
	}

	/**
	 * Hashes a share and has it judged.
	 * @param channel its channel
	 * @param candidate the share, with a header
	 * @param loop where it is judged
	 * @param conclusion what follows the verdict, on the loop
	 * @return the answer
	 */
	ShareAnswer submit(MiningChannel channel, ShareCandidate candidate, Executor loop,
			Function<ShareResult, ShareAnswer> conclusion) {
		Line line = this.lines.computeIfAbsent(channel, (key) -> new Line());
		Item item = new Item(candidate, conclusion, loop);
		if (!line.add(item)) {
			return conclusion.apply(ShareResult.Rejected.of(RejectReason.BUSY));
		}
		if (line.wantsThread()) {
			this.pool.execute(() -> hashNext(line));
		}
		return new ShareAnswer.Later(item.answer);
	}

	/**
	 * Runs an action when all shares of a channel have been judged.
	 */
	void close(MiningChannel channel, Runnable action) {
		Line line = this.lines.remove(channel);
		if (line == null || !line.runWhenEmpty(action)) {
			action.run();
		}
	}

	/** Hashes one share, and puts the channel at the end of the queue for its next. */
	private void hashNext(Line line) {
		Item item = line.next();
		if (item == null) {
			return;
		}
		try {
			hash(line, item);
		}
		finally {
			this.pool.execute(() -> hashNext(line));
		}
	}

	private void hash(Line line, Item item) {
		try {
			this.validator.hash(item.candidate);
			this.failures.succeeded();
			item.state = Item.HASHED;
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
			item.state = Item.FAILED;
		}
		try {
			item.loop.execute(line::judge);
		}
		catch (RejectedExecutionException ex) {
			// the loop is gone, but the share may be a block
			line.judge();
		}
	}

	private ShareResult verdict(Item item) {
		return (item.state == Item.HASHED) ? this.validator.judge(item.candidate)
				: ShareResult.Rejected.of(RejectReason.OTHER);
	}

	/**
	 * A share that waits for its hash, or for an earlier one.
	 */
	private static final class Item {

		static final int WAITING = 0;

		static final int HASHED = 1;

		static final int FAILED = 2;

		private final ShareCandidate candidate;

		private final Function<ShareResult, ShareAnswer> conclusion;

		private final Executor loop;

		private final CompletableFuture<ShareResult> answer = new CompletableFuture<>();

		private volatile int state = WAITING;

		Item(ShareCandidate candidate, Function<ShareResult, ShareAnswer> conclusion, Executor loop) {
			this.candidate = candidate;
			this.conclusion = conclusion;
			this.loop = loop;
		}

		void conclude(ShareResult verdict) {
			ShareAnswer conclusive = this.conclusion.apply(verdict);
			if (conclusive instanceof ShareAnswer.Now now) {
				this.answer.complete(now.result());
			}
			else if (conclusive instanceof ShareAnswer.Later later) {
				later.result().whenComplete((result, ex) -> this.answer.complete(result));
			}
		}

	}

	/**
	 * The shares of a channel in the order in which they came.
	 */
	private final class Line {

		private final Deque<Item> items = new ArrayDeque<>();

		private final Queue<Item> unhashed = new ArrayDeque<>();

		/** How many threads hash, or will. */
		private int hashing;

		private @Nullable Runnable whenEmpty;

		synchronized boolean add(Item item) {
			return this.items.size() < MOST_PER_CHANNEL && this.items.add(item) && this.unhashed.add(item);
		}

		synchronized boolean wantsThread() {
			boolean wants = this.hashing < CostlyHashes.this.threads;
			this.hashing += wants ? 1 : 0;
			return wants;
		}

		/**
		 * The next share to hash; a thread that gets none is through with the channel.
		 */
		synchronized @Nullable Item next() {
			Item next = this.unhashed.poll();
			this.hashing -= (next == null) ? 1 : 0;
			return next;
		}

		synchronized boolean runWhenEmpty(Runnable action) {
			boolean waits = !this.items.isEmpty();
			this.whenEmpty = waits ? action : null;
			return waits;
		}

		synchronized void judge() {
			Item first = this.items.peek();
			while (first != null && first.state != Item.WAITING) {
				this.items.remove();
				first.conclude(verdict(first));
				first = this.items.peek();
			}
			Runnable action = this.whenEmpty;
			if (action != null && this.items.isEmpty()) {
				this.whenEmpty = null;
				action.run();
			}
		}

	}

}
