package io.stratum.ban;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.BanRules;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.InMemoryBanStore;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.Offence;
import io.stratum.mining.ban.RuleBanPolicy;
import io.stratum.mining.ban.ShareJudge;

/**
 * Bans with a clock of their own, low limits, and no exception for loopback, from where
 * tests connect.
 */
public final class TestBans {

	/** How long a ban lasts. */
	public static final Duration BAN = Duration.ofMinutes(10);

	/** After how many shares a worker is judged. */
	public static final int CHECK_SHARES = 4;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	List<IpNetwork> allowed = List.of();

	List<IpNetwork> denied = List.of();

	boolean exemptLoopback;

	int maxBans = 100;

	Duration refreshInterval = Duration.ofHours(1);

	Duration storeTimeout = Duration.ofSeconds(5);

	BanStore store = new InMemoryBanStore();

	BanPolicy policy = new RuleBanPolicy(new BanRules(BAN, CHECK_SHARES, 50,
			EnumSet.of(RejectReason.LOW_DIFFICULTY, RejectReason.DUPLICATE), 3, 2, 5, 2, Duration.ofMinutes(10)),
			this::nanoTime);

	/** Bans that were not started. */
	public Bans create() {
		return new Bans(
				new BanSettings(Duration.ofHours(1), this.allowed, this.denied, this.exemptLoopback, 64, this.maxBans,
						this.refreshInterval, this.storeTimeout),
				this.policy, this.store, this.now::get, this::nanoTime);
	}

	/** Bans whose policy fails whatever it is asked. */
	public Bans failing() {
		this.policy = new BanPolicy() {

			@Override
			public ShareJudge watch(Worker worker, IpNetwork source) {
				throw new IllegalStateException("policy fails");
			}

			@Override
			public @Nullable Duration offended(Offence offence) {
				throw new NoClassDefFoundError("policy fails");
			}

		};
		return create();
	}

	/** Bans whose store cannot be loaded. */
	public Bans withoutStore() {
		this.store = new BanStore() {

			@Override
			public void save(Ban ban) {
			}

			@Override
			public void remove(BanSubject subject) {
			}

			@Override
			public Collection<Ban> load(Instant now) throws IOException {
				throw new IOException("store fails");
			}

		};
		return create();
	}

	/** Loopback addresses are never banned by bans that are created from now on. */
	public void exemptLoopback() {
		this.exemptLoopback = true;
	}

	public Instant now() {
		return this.now.get();
	}

	public long nanoTime() {
		return Duration.between(Instant.EPOCH, now()).toNanos();
	}

	public void advance(Duration time) {
		this.now.updateAndGet((before) -> before.plus(time));
	}

}
