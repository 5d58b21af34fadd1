package io.stratum.session;

import io.stratum.mining.RejectReason;

/**
 * A refusal that each dialect encodes in its own way.
 *
 * @param code the Stratum V1 code
 * @param message the text for the peer
 * @param reason the reason for dialects without numbers
 */
public record StratumError(int code, String message, RejectReason reason) {

	/** No handler for a method. */
	public static final StratumError METHOD_NOT_FOUND = new StratumError(-3, "Method not found", RejectReason.OTHER);

	/** A handler failed; what happened stays in the log. */
	public static final StratumError INTERNAL = new StratumError(20, "Internal error", RejectReason.OTHER);

	/**
	 * An error with a code and text of its own.
	 * @param code the Stratum V1 code
	 * @param message the text for the peer
	 * @return the error
	 */
	public static StratumError of(int code, String message) {
		RejectReason reason = switch (code) {
			case 21 -> RejectReason.JOB_NOT_FOUND;
			case 22 -> RejectReason.DUPLICATE;
			case 23 -> RejectReason.LOW_DIFFICULTY;
			case 24 -> RejectReason.UNAUTHORIZED;
			case 25 -> RejectReason.NOT_SUBSCRIBED;
			default -> RejectReason.OTHER;
		};
		return new StratumError(code, message, reason);
	}

	/**
	 * The error of a reason.
	 * @param reason the reason
	 * @return the error
	 */
	public static StratumError of(RejectReason reason) {
		return new StratumError(reason.code(), reason.text(), reason);
	}

}
