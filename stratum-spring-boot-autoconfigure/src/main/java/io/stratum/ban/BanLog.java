package io.stratum.ban;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanSubject;
import io.stratum.room.LogLimit;

/**
 * Tells operators of bans, without letting anybody fill the log: ten a minute at most,
 * then how many more there were. All are told at debug level. Safe for use by several
 * threads.
 */
final class BanLog {

	private static final Logger logger = System.getLogger(Bans.class.getName());

	private static final int PER_MINUTE = 10;

	private final LogLimit lines;

	BanLog(LongSupplier nanoClock) {
		this.lines = new LogLimit(PER_MINUTE, nanoClock);
	}

	void banned(Ban ban) {
		String line = "Banned " + printable(ban.subject()) + " until " + ban.until() + ": " + ban.reason().tag();
		logger.log(mayTell() ? Level.INFO : Level.DEBUG, line);
	}

	void lifted(BanSubject subject) {
		logger.log(Level.INFO, () -> "Lifted the ban of " + printable(subject));
	}

	void dropped(int bans, int capacity) {
		if (bans > 0 && mayTell()) {
			logger.log(Level.WARNING,
					"More bans than 'stratum.ban.max-bans' of " + capacity + ": " + bans + " without effect");
		}
	}

	void notSaved(int changes) {
		if (changes > 0) {
			logger.log(Level.WARNING, "Bans imposed or lifted that the store was not told of: " + changes);
		}
	}

	private boolean mayTell() {
		tellRest();
		return this.lines.allows();
	}

	/** Sums up the last minute, if it is over. */
	void tellRest() {
		long untold = this.lines.takeRefused();
		if (untold > 0) {
			logger.log(Level.INFO, untold + " more bans in the last minute");
		}
	}

	/** Without what a peer could put into its name to forge lines. */
	private static String printable(BanSubject subject) {
		StringBuilder text = new StringBuilder(subject.text());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.getType(c) == Character.FORMAT
					|| Character.getType(c) == Character.LINE_SEPARATOR
					|| Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
				text.setCharAt(i, '?');
			}
		}
		return text.toString();
	}

}
