package io.stratum.mining.job;

import org.jspecify.annotations.Nullable;

/**
 * A job as a channel got it, or several on the same terms. Immutable, so that a share on
 * its way through a slow proof of work keeps the terms it was submitted under.
 *
 * @param id the id on the wire, unique on the channel while the job is known
 * @param job the job
 * @param target the difficulty that its shares are judged by and credited with
 * @param merkleRoot 32 bytes, the root that a header-only channel was given, or null if
 * the miner rolls the extranonce; do not modify
 */
public record LiveJob(long id, Job job, ShareTarget target, byte @Nullable [] merkleRoot) {

	/**
	 * The difficulty that shares are judged by and credited with.
	 * @return the difficulty
	 */
	public double difficulty() {
		return this.target.difficulty();
	}

	private boolean hasTerms(long id, double difficulty) {
		return this.id == id && difficulty() == difficulty;
	}

	/**
	 * One job as it was issued: most channels get it on the same few terms. Some are
	 * forgotten, and what several threads add at a time may be lost. Safe for use by
	 * several threads.
	 */
	static final class Shared {

		private static final int SLOTS = 16;

		private static final int SLOT_SHIFT = Long.SIZE - 4;

		private volatile @Nullable LiveJob first;

		private volatile @Nullable LiveJob @Nullable [] others;

		/**
		 * Finds the job on certain terms.
		 * @param id the id on the wire
		 * @param difficulty what its shares are judged by and credited with
		 * @return the job, or null if it has to be made
		 */
		@Nullable LiveJob find(long id, double difficulty) {
			LiveJob found = this.first;
			@Nullable LiveJob[] more = this.others;
			if (more != null && found != null && !found.hasTerms(id, difficulty)) {
				found = more[slot(id, difficulty)];
			}
			return (found != null && found.hasTerms(id, difficulty)) ? found : null;
		}

		void add(LiveJob job) {
			if (this.first == null) {
				this.first = job;
				return;
			}
			@Nullable LiveJob[] more = this.others;
			if (more == null) {
				more = new LiveJob[SLOTS];
				this.others = more;
			}
			more[slot(job.id(), job.difficulty())] = job;
		}

		private static int slot(long id, double difficulty) {
			return (int) (((Double.doubleToLongBits(difficulty) ^ id) * 0x9E3779B97F4A7C15L) >>> SLOT_SHIFT);
		}

	}

}
