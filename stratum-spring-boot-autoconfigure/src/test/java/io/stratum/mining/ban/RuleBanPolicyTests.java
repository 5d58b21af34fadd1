package io.stratum.mining.ban;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleBanPolicy}.
 */
class RuleBanPolicyTests {

	private static final Duration BAN = Duration.ofMinutes(7);

	private static final Duration INTERVAL = Duration.ofMinutes(10);

	private static final IpNetwork SOURCE = IpNetwork.parse("192.0.2.1");

	private static final BanSubject ADDRESS = new BanSubject.Network(SOURCE);

	private static final BanSubject WORKER = new BanSubject.WorkerAt(SOURCE, "alice.rig1");

	private final AtomicLong now = new AtomicLong();

	private final RuleBanPolicy policy = policy(10, 5, 3, 2);

	@Test
	void bansAWorkerWhenHalfOfItsSharesAreInvalid() {
		ShareJudge judge = watch("alice.rig1");
		assertThat(valid(judge, 5)).isNull();
		assertThat(invalid(judge, 4)).isNull();
		assertThat(invalid(judge, 1)).isEqualTo(BAN);
	}

	@Test
	void judgesByAllSharesOfTheSample() {
		ShareJudge judge = watch("alice.rig1");
		assertThat(invalid(judge, 5)).isNull();
		assertThat(valid(judge, 4)).isNull();
		assertThat(valid(judge, 1)).isEqualTo(BAN);
	}

	@Test
	void beginsAnewAfterEachJudgement() {
		ShareJudge judge = watch("alice.rig1");
		for (int i = 0; i < 20; i++) {
			assertThat(invalid(judge, 4)).isNull();
			assertThat(valid(judge, 6)).isNull();
		}
		assertThat(invalid(judge, 9)).isNull();
		assertThat(invalid(judge, 1)).isEqualTo(BAN);
		assertThat(invalid(judge, 9)).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = RejectReason.class, names = { "LOW_DIFFICULTY", "DUPLICATE" }, mode = EnumSource.Mode.EXCLUDE)
	void doesNotCountWhatIsNotTheWorkersFault(RejectReason reason) {
		ShareJudge judge = watch("alice.rig1");
		for (int i = 0; i < 1000; i++) {
			assertThat(judge.rejected(reason)).isNull();
		}
		assertThat(valid(judge, 9)).isNull();
		assertThat(invalid(judge, 1)).isNull();
	}

	@Test
	void judgesNobodyByItsSharesWhenToldSo() {
		ShareJudge judge = policy(0, 5, 3, 2).watch(Worker.of("alice"), SOURCE);
		assertThat(invalid(judge, 10_000)).isNull();
	}

	@Test
	void goesOnWithAWorkerThatComesBack() {
		ShareJudge judge = watch("alice.rig1");
		assertThat(invalid(judge, 9)).isNull();
		judge.close();
		assertThat(invalid(watch("alice.rig2"), 1)).isNull();
		assertThat(invalid(watch("alice.rig1"), 1)).isEqualTo(BAN);
	}

	@Test
	void addsUpTheSessionsOfAWorker() {
		ShareJudge one = watch("alice.rig1");
		ShareJudge other = watch("alice.rig1");
		assertThat(invalid(one, 5)).isNull();
		assertThat(invalid(other, 4)).isNull();
		one.close();
		other.close();
		assertThat(invalid(watch("alice.rig1"), 1)).isEqualTo(BAN);
	}

	@Test
	void bansAnAddressForMalformedConnections() {
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 4)).isNull();
		assertThat(offend(BanReason.MALFORMED_MESSAGES, new BanSubject.Network(IpNetwork.parse("192.0.2.2")), 0, 4))
			.isNull();
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 1)).isEqualTo(BAN);
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 4)).isNull();
	}

	@Test
	void countsWithinTheInterval() {
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 4)).isNull();
		this.now.addAndGet(INTERVAL.toNanos() - 1);
		assertThat(offend(BanReason.FAILED_LOGINS, WORKER, 0, 2)).isNull();
		this.now.addAndGet(1);
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 4)).isNull();
		assertThat(offend(BanReason.FAILED_LOGINS, WORKER, 0, 1)).isEqualTo(BAN);
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 0, 1)).isEqualTo(BAN);
	}

	@Test
	void sparesAnAddressWithMoreMinersThanOffences() {
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 20, 20)).isNull();
		assertThat(offend(BanReason.MALFORMED_MESSAGES, ADDRESS, 20, 1)).isEqualTo(BAN);
		assertThat(offend(BanReason.BANNED_WORKERS, ADDRESS, 500, 500)).isNull();
	}

	@Test
	void bansAWorkerThatFailsToLogInHoweverManyOthersDoNot() {
		assertThat(offend(BanReason.FAILED_LOGINS, WORKER, 500, 2)).isNull();
		assertThat(offend(BanReason.FAILED_LOGINS, WORKER, 500, 1)).isEqualTo(BAN);
	}

	@Test
	void bansAnAddressForFailedLoginsOfManyNames() {
		for (int i = 0; i < 11; i++) {
			assertThat(refuse("name" + i, 0)).isNull();
		}
		assertThat(refuse("other", 0)).isEqualTo(BAN);
		assertThat(refuse("another", 0)).isNull();
	}

	@Test
	void countsANameOnceForItsAddress() {
		for (int i = 0; i < 1000; i++) {
			assertThat(refuse("name" + i % 11, 0)).isNull();
		}
		assertThat(refuse("other", 0)).isEqualTo(BAN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 256, 10_000 })
	void countsEachLoginWhoseNameCannotBeBannedForItsAddress(int length) {
		for (int i = 0; i < 11; i++) {
			assertThat(refuse("x".repeat(length), 0)).isNull();
		}
		assertThat(refuse("x".repeat(length), 0)).isEqualTo(BAN);
	}

	@Test
	void sparesAnAddressWithMoreMinersThanRefusedNames() {
		for (int i = 0; i < 500; i++) {
			assertThat(refuse("name" + i, 500)).isNull();
		}
		assertThat(refuse("other", 500)).isEqualTo(BAN);
	}

	@ParameterizedTest
	@EnumSource(RejectReason.class)
	void blamesNobodyForAReasonOfTheServer(RejectReason reason) {
		boolean own = EnumSet
			.of(RejectReason.LOW_DIFFICULTY, RejectReason.DUPLICATE, RejectReason.MALFORMED,
					RejectReason.EXTRANONCE_LENGTH, RejectReason.VERSION_MASK, RejectReason.TIME_TOO_OLD,
					RejectReason.TIME_TOO_NEW, RejectReason.STALE, RejectReason.JOB_NOT_FOUND)
			.contains(reason);
		assertThat(BanRules.mayCount(reason)).isEqualTo(own);
	}

	@Test
	void switchesARuleOffByZero() {
		RuleBanPolicy lenient = policy(10, 0, 0, 0);
		for (int i = 0; i < 1000; i++) {
			assertThat(lenient.offended(new Offence(BanReason.MALFORMED_MESSAGES, ADDRESS, "", 0))).isNull();
			assertThat(lenient.offended(new Offence(BanReason.FAILED_LOGINS, WORKER, "alice.rig1", 0))).isNull();
			assertThat(lenient.offended(new Offence(BanReason.FAILED_LOGINS, ADDRESS, "name" + i, 0))).isNull();
			assertThat(lenient.offended(new Offence(BanReason.BANNED_WORKERS, ADDRESS, "bob", 0))).isNull();
		}
	}

	@Test
	void forgetsWhatWasNotSeenForLongest() {
		RecentEntries<Integer, Integer> entries = new RecentEntries<>(3);
		for (int i = 0; i < 4; i++) {
			entries.compute(i, (known) -> Objects.requireNonNullElse(known, 0) + 1);
			entries.compute(0, (known) -> Objects.requireNonNullElse(known, 0) + 1);
		}
		assertThat(entries.size()).isEqualTo(3);
		assertThat(entries.remove(1)).isNull();
		assertThat(entries.remove(0)).isEqualTo(5);
	}

	private static Duration valid(ShareJudge judge, int shares) {
		Duration result = null;
		for (int i = 0; i < shares; i++) {
			result = judge.accepted();
		}
		return result;
	}

	private static Duration invalid(ShareJudge judge, int shares) {
		Duration result = null;
		for (int i = 0; i < shares; i++) {
			result = judge.rejected((i % 2 == 0) ? RejectReason.LOW_DIFFICULTY : RejectReason.DUPLICATE);
		}
		return result;
	}

	private Duration offend(BanReason reason, BanSubject subject, int miners, int times) {
		Duration result = null;
		for (int i = 0; i < times; i++) {
			result = this.policy.offended(new Offence(reason, subject, "", miners));
		}
		return result;
	}

	/** Tells of a refused worker as the bans do. */
	private Duration refuse(String name, int miners) {
		Duration result = this.policy.offended(new Offence(BanReason.FAILED_LOGINS, ADDRESS, name, miners));
		if (BanSubject.isName(name)) {
			this.policy
				.offended(new Offence(BanReason.FAILED_LOGINS, new BanSubject.WorkerAt(SOURCE, name), name, miners));
		}
		return result;
	}

	private ShareJudge watch(String name) {
		return this.policy.watch(Worker.of(name), SOURCE);
	}

	private RuleBanPolicy policy(int checkShares, int malformed, int logins, int workers) {
		return new RuleBanPolicy(
				new BanRules(BAN, checkShares, 50, EnumSet.of(RejectReason.LOW_DIFFICULTY, RejectReason.DUPLICATE),
						malformed, logins, 4 * logins, workers, INTERVAL),
				this.now::get);
	}

}
