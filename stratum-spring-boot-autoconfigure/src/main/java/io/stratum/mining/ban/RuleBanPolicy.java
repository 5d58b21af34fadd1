package io.stratum.mining.ban;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;

/**
 * Bans by counting. A worker is judged by the part of its shares that is invalid, once
 * there are enough of them; what a session leaves uncounted when it ends counts on when
 * the worker comes back. An address is only banned for more offences than it has honest
 * miners, so that one broken device does not take its neighbours with it. Remembers at
 * most 10,000 workers and 10,000 subjects, the latest. Safe for use by several threads.
 */
public final class RuleBanPolicy implements BanPolicy {

	private static final int REMEMBERED = 10_000;

	private static final Tally NONE = new Tally(0, 0);

	private final BanRules rules;

	private final LongSupplier nanoClock;

	private final RecentEntries<BanSubject, Tally> tallies = new RecentEntries<>(REMEMBERED);

	private final RecentEntries<Offences, Count> offences = new RecentEntries<>(REMEMBERED);

	/**
	 * Creates the policy.
	 * @param rules the rules
	 * @param nanoClock the monotonic time
	 */
	public RuleBanPolicy(BanRules rules, LongSupplier nanoClock) {
		this.rules = rules;
		this.nanoClock = nanoClock;
	}

	@Override
	public ShareJudge watch(Worker worker, IpNetwork source) {
		BanSubject subject = new BanSubject.WorkerAt(source, worker.name());
		Tally tally = this.tallies.remove(subject);
		return new CountingJudge(subject, (tally != null) ? tally : NONE);
	}

	@Override
	public @Nullable Duration offended(Offence offence) {
		boolean address = offence.subject() instanceof BanSubject.Network;
		int limit = limit(offence.reason(), address);
		if (limit == 0) {
			return null;
		}
		long now = this.nanoClock.getAsLong();
		int more = (address && isKnown(offence, now)) ? 0 : 1;
		Offences key = new Offences(offence.reason(), offence.subject());
		Count count = this.offences.compute(key, (known) -> (known != null && isCurrent(known, now))
				? new Count(known.number() + more, known.begun()) : new Count(more, now));
		if (count.number() < limit || (address && count.number() <= offence.miners())) {
			return null;
		}
		this.offences.compute(key, (known) -> new Count(0, now));
		return this.rules.duration();
	}

	/**
	 * Whether a name was refused at the address before. A device that tries again and
	 * again is banned by its name, and counts once for the address.
	 */
	private boolean isKnown(Offence offence, long now) {
		return offence.reason() == BanReason.FAILED_LOGINS && BanSubject.isName(offence.worker())
				&& offence.subject() instanceof BanSubject.Network source
				&& isCurrent(this.offences
					.get(new Offences(offence.reason(), new BanSubject.WorkerAt(source.network(), offence.worker()))),
						now);
	}

	private boolean isCurrent(@Nullable Count count, long now) {
		return count != null && now - count.begun() < this.rules.interval().toNanos();
	}

	private int limit(BanReason reason, boolean address) {
		return switch (reason) {
			case MALFORMED_MESSAGES -> this.rules.malformedConnections();
			case FAILED_LOGINS -> address ? this.rules.failedLoginsPerAddress() : this.rules.failedLogins();
			case BANNED_WORKERS -> this.rules.bannedWorkers();
			case INVALID_SHARES, OPERATOR -> 0;
		};
	}

	/**
	 * The shares of a worker since it was judged last.
	 */
	private final class CountingJudge implements ShareJudge {

		private final BanSubject subject;

		private int valid;

		private int invalid;

		CountingJudge(BanSubject subject, Tally tally) {
			this.subject = subject;
			this.valid = tally.valid();
			this.invalid = tally.invalid();
		}

		@Override
		public @Nullable Duration accepted() {
			this.valid++;
			return judge();
		}

		@Override
		public @Nullable Duration rejected(RejectReason reason) {
			if (!RuleBanPolicy.this.rules.invalidReasons().contains(reason)) {
				return null;
			}
			this.invalid++;
			return judge();
		}

		private @Nullable Duration judge() {
			BanRules rules = RuleBanPolicy.this.rules;
			int total = this.valid + this.invalid;
			if (total < rules.checkShares() || rules.checkShares() == 0) {
				return null;
			}
			boolean banned = 100.0 * this.invalid >= rules.invalidPercent() * total;
			this.valid = 0;
			this.invalid = 0;
			return banned ? rules.duration() : null;
		}

		@Override
		public void close() {
			// Honest workers leave nothing to remember
			if (this.invalid > 0 && RuleBanPolicy.this.rules.checkShares() > 0) {
				RuleBanPolicy.this.tallies.compute(this.subject,
						(known) -> (known != null)
								? new Tally(known.valid() + this.valid, known.invalid() + this.invalid)
								: new Tally(this.valid, this.invalid));
			}
		}

	}

	/**
	 * Shares that were not judged yet.
	 *
	 * @param valid how many were accepted
	 * @param invalid how many were invalid
	 */
	private record Tally(int valid, int invalid) {
	}

	/**
	 * What is counted together.
	 *
	 * @param reason what happened
	 * @param subject whom a ban would hit
	 */
	private record Offences(BanReason reason, BanSubject subject) {
	}

	/**
	 * How often something happened.
	 *
	 * @param number how often since it led to a ban
	 * @param begun since when
	 */
	private record Count(int number, long begun) {
	}

}
