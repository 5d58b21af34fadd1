package io.stratum.ban;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanSubject;

/**
 * Tells operators of bans, without letting anybody fill the log: ten a minute at most,
 * then how many more there were. All are told at debug level. Safe for use by several
 * threads.
 */
final class BanLog {

	private static final Logger logger = System.getLogger(Bans.class.getName());

	private static final int PER_MINUTE = 10;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoClock;

	/** When the minute began in which lines are counted. */
	private long begun;

	/** How many lines there were in it. */
	private int told;

	/** How many there would have been besides. */
	private long untold;

	BanLog(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.begun = nanoClock.getAsLong();
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

	private synchronized boolean mayTell() {
		tellRest();
		if (this.told < PER_MINUTE) {
			this.told++;
			return true;
		}
		this.untold++;
		return false;
	}

	/** Sums up the last minute, if it is over. */
	synchronized void tellRest() {
		long now = this.nanoClock.getAsLong();
		if (now - this.begun < MINUTE) {
			return;
		}
		this.begun = now;
		this.told = 0;
		if (this.untold > 0) {
			logger.log(Level.INFO, this.untold + " more bans in the last minute");
			this.untold = 0;
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
