package io.stratum.session.sv1;

import io.stratum.mining.RejectReason;
import io.stratum.session.StratumError;

/**
 * The codes of Stratum V1 for what is refused.
 */
final class Sv1ErrorCode {

	private Sv1ErrorCode() {
	}

	static int of(StratumError error) {
		return (error.code() != 0) ? error.code() : of(error.reason());
	}

	private static int of(RejectReason reason) {
		return switch (reason) {
			case JOB_NOT_FOUND, STALE -> 21;
			case DUPLICATE -> 22;
			case LOW_DIFFICULTY -> 23;
			case UNAUTHORIZED, BANNED -> 24;
			case NOT_SUBSCRIBED -> 25;
			case OTHER, UNCONFIRMED, BUSY, MALFORMED, TIME_TOO_OLD, TIME_TOO_NEW, VERSION_MASK, EXTRANONCE_LENGTH,
					TOO_MANY_SHARES ->
				20;
		};
	}

}
