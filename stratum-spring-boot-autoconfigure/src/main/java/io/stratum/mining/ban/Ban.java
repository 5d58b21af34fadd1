package io.stratum.mining.ban;

import java.time.Instant;
import java.util.Objects;

/**
 * A ban, with its end.
 *
 * @param subject what is banned
 * @param reason why
 * @param since when it began
 * @param until when it ends; from then on it has no effect, wherever it is stored
 * @param comment what an operator noted, at most 255 characters, or nothing
 */
public record Ban(BanSubject subject, BanReason reason, Instant since, Instant until, String comment) {

	/** The longest comment. */
	public static final int MAX_COMMENT = 255;

	/**
	 * Checks the comment, and that a store that makes a ban of what it kept has all of
	 * it.
	 */
	public Ban {
		Objects.requireNonNull(subject, "'subject' must not be null");
		Objects.requireNonNull(reason, "'reason' must not be null");
		Objects.requireNonNull(since, "'since' must not be null");
		Objects.requireNonNull(until, "'until' must not be null");
		if (comment.length() > MAX_COMMENT) {
			throw new IllegalArgumentException(
					"comment: " + comment.length() + " characters (expected: <= " + MAX_COMMENT + ")");
		}
	}

	/**
	 * Whether the ban has an effect.
	 * @param now the time of day
	 * @return false once it has ended
	 */
	public boolean isActive(Instant now) {
		return now.isBefore(this.until);
	}

}
