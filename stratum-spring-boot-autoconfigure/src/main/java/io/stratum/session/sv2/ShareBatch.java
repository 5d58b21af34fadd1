package io.stratum.session.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

/**
 * The accepted shares of a channel that are not acknowledged yet. What is left of the sum
 * of their difficulties after whole numbers goes into the next acknowledgement.
 */
final class ShareBatch {

	private int count;

	private int lastSequenceNumber;

	private double sum;

	private long sinceNanos;

	/**
	 * Adds a share.
	 * @return how many shares there are now
	 */
	int add(int sequenceNumber, double difficulty, long nowNanos) {
		if (this.count++ == 0) {
			this.sinceNanos = nowNanos;
		}
		this.lastSequenceNumber = sequenceNumber;
		this.sum += difficulty;
		return this.count;
	}

	/**
	 * Whether the oldest share has waited for a time.
	 */
	boolean isOlderThan(long nanos, long nowNanos) {
		return this.count > 0 && nowNanos - this.sinceNanos >= nanos;
	}

	/**
	 * Takes the acknowledgement of all shares.
	 * @return the message, or null if there is no share
	 */
	@Nullable SubmitSharesSuccess take(int channelId) {
		if (this.count == 0) {
			return null;
		}
		long whole = (long) this.sum;
		SubmitSharesSuccess message = new SubmitSharesSuccess(channelId, this.lastSequenceNumber, this.count, whole);
		this.sum -= whole;
		this.count = 0;
		return message;
	}

}
