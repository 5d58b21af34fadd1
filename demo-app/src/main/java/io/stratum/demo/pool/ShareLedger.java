package io.stratum.demo.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;

/**
 * Counts accepted shares in memory. A share that is recorded again counts once, as long
 * as it is among the latest hundred thousand. Safe for use by several threads.
 */
public final class ShareLedger implements ShareRecorder {

	private static final int REMEMBERED_IDS = 100_000;

	private static final double HASHES_PER_DIFFICULTY = 0x1p32;

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private final InstantSource clock;

	private final Instant started;

	private final Set<String> ids = new HashSet<>();

	private final Deque<String> order = new ArrayDeque<>();

	private final Deque<Credit> recent = new ArrayDeque<>();

	private long shares;

	private double difficulty;

	/**
	 * Creates an empty ledger.
	 * @param clock the time
	 */
	public ShareLedger(InstantSource clock) {
		this.clock = clock;
		this.started = clock.instant();
	}

	@Override
	public synchronized void record(List<Share> shares) {
		for (Share share : shares) {
			if (this.ids.add(share.id())) {
				this.order.add(share.id());
				this.recent.add(new Credit(share.time(), share.difficulty()));
				this.shares++;
				this.difficulty += share.difficulty();
			}
		}
		while (this.order.size() > REMEMBERED_IDS) {
			this.ids.remove(this.order.remove());
		}
		forgetOld(this.clock.instant());
	}

	private void forgetOld(Instant now) {
		Instant oldest = now.minus(WINDOW);
		while (!this.recent.isEmpty() && this.recent.peek().time().isBefore(oldest)) {
			this.recent.remove();
		}
	}

	/**
	 * What was counted so far.
	 * @return the totals, and the hash rate of the last minute
	 */
	public synchronized Totals totals() {
		Instant now = this.clock.instant();
		forgetOld(now);
		double credited = this.recent.stream().mapToDouble(Credit::difficulty).sum();
		Duration running = Duration.between(this.started, now);
		Duration span = (running.compareTo(WINDOW) < 0) ? running : WINDOW;
		double seconds = Math.max(1, span.toMillis() / 1000.0);
		return new Totals(this.shares, this.difficulty, credited * HASHES_PER_DIFFICULTY / seconds);
	}

	/**
	 * What was counted.
	 *
	 * @param shares how many shares
	 * @param difficulty the sum of their difficulties
	 * @param hashRate hashes per second in the last minute
	 */
	public record Totals(long shares, double difficulty, double hashRate) {
	}

	private record Credit(Instant time, double difficulty) {
	}

}
