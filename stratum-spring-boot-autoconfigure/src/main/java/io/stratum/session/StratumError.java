package io.stratum.session;

import io.stratum.mining.RejectReason;

/**
 * A refusal that each dialect encodes in its own way.
 *
 * @param code the code for JSON peers, 0 for the one that their dialect has for the
 * reason
 * @param message the text for the peer
 * @param reason the reason, for the dialects that have no text
 */
public record StratumError(int code, String message, RejectReason reason) {

	/** No handler for a method. */
	public static final StratumError METHOD_NOT_FOUND = new StratumError(-3, "Method not found", RejectReason.OTHER);

	/** A handler failed; what happened stays in the log. */
	public static final StratumError INTERNAL = new StratumError(0, "Internal error", RejectReason.OTHER);

	/**
	 * An error with a code and text of its own.
	 * @param code the code for JSON peers; 21 to 25 tell other dialects the reason, too
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
	 * @return the error, with the code that each dialect has for it
	 */
	public static StratumError of(RejectReason reason) {
		return of(reason, reason.text());
	}

	/**
	 * The error of a reason with a text of its own.
	 * @param reason the reason
	 * @param message the text for the peer
	 * @return the error, with the code that each dialect has for the reason
	 */
	public static StratumError of(RejectReason reason, String message) {
		return new StratumError(0, message, reason);
	}

}
