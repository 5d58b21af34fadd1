package io.stratum.mining.ban;

import java.time.Duration;
import java.util.Set;

import io.stratum.mining.RejectReason;

/**
 * The rules of {@link RuleBanPolicy}. A limit of 0 switches a rule off.
 *
 * @param duration how long a ban lasts
 * @param checkShares after how many shares a worker is judged, each time anew
 * @param invalidPercent which part of them has to be invalid for a ban
 * @param invalidReasons the reasons that make a refused share invalid; others do not
 * count at all
 * @param malformedConnections how many connections of an address may send what is no
 * message
 * @param failedLogins how often a worker may be refused at an address
 * @param failedLoginsPerAddress how many different workers may be refused at an address
 * @param bannedWorkers how many workers of an address may be banned
 * @param interval within which time the last four are counted
 */
public record BanRules(Duration duration, int checkShares, double invalidPercent, Set<RejectReason> invalidReasons,
		int malformedConnections, int failedLogins, int failedLoginsPerAddress, int bannedWorkers, Duration interval) {

	/**
	 * Copies the reasons.
	 */
	public BanRules {
		invalidReasons = Set.copyOf(invalidReasons);
	}

	/**
	 * Whether a reason can be among those that make a share invalid.
	 * @param reason why a share was refused
	 * @return true if it is the worker's own doing, or may be; false if it is the
	 * server's, or names no worker that may mine
	 */
	public static boolean mayCount(RejectReason reason) {
		// Without a default, so that a new reason has to be put somewhere
		return switch (reason) {
			case LOW_DIFFICULTY, DUPLICATE, MALFORMED, EXTRANONCE_LENGTH, VERSION_MASK, TIME_TOO_OLD, TIME_TOO_NEW,
					STALE, JOB_NOT_FOUND ->
				true;
			case OTHER, UNCONFIRMED, BUSY, UNAUTHORIZED, BANNED, NOT_SUBSCRIBED, TOO_MANY_SHARES -> false;
		};
	}

}
