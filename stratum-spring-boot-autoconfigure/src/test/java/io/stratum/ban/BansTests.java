package io.stratum.ban;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Bans} and {@link WorkerStanding}.
 */
class BansTests {

	private static final Worker ALICE = Worker.of("alice.rig1");

	private static final Worker BOB = Worker.of("bob.rig1");

	private static final InetAddress HERE = address("192.0.2.1");

	private static final InetAddress THERE = address("192.0.2.2");

	private final TestBans config = new TestBans();

	private final Bans bans = this.config.create();

	@Test
	void bansAnAddressUntilTheBanEnds() {
		Ban ban = this.bans.add(network("192.0.2.1"), Duration.ofMinutes(1), "junk");
		assertThat(ban.until()).isEqualTo(this.config.now().plusSeconds(60));
		assertThat(this.bans.admits(HERE)).isFalse();
		assertThat(this.bans.admits(THERE)).isTrue();
		this.config.advance(Duration.ofSeconds(59));
		assertThat(this.bans.admits(HERE)).isFalse();
		this.config.advance(Duration.ofSeconds(1));
		assertThat(this.bans.admits(HERE)).isTrue();
		assertThat(this.bans.page(0, 10)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.0.2.0/24", "0.0.0.0/0", "192.0.2.1", "::ffff:192.0.2.1" })
	void bansNetworks(String banned) {
		this.bans.add(network(banned), null, "");
		assertThat(this.bans.admits(HERE)).isFalse();
		assertThat(this.bans.admits(address("2001:db8::1"))).isTrue();
		assertThat(this.bans.remove(network(banned))).isTrue();
		assertThat(this.bans.remove(network(banned))).isFalse();
		assertThat(this.bans.admits(HERE)).isTrue();
	}

	@Test
	void keepsToTheLongestOfOverlappingBans() {
		this.bans.add(network("192.0.2.1"), Duration.ofMinutes(1), "");
		this.bans.add(network("192.0.0.0/16"), Duration.ofMinutes(2), "");
		this.config.advance(Duration.ofSeconds(90));
		assertThat(this.bans.admits(HERE)).isFalse();
		this.config.advance(Duration.ofSeconds(30));
		assertThat(this.bans.admits(HERE)).isTrue();
	}

	@Test
	void extendsABanEachTime() {
		for (int i = 0; i < 5; i++) {
			this.bans.ban(network("192.0.2.1"), BanReason.MALFORMED_MESSAGES, TestBans.BAN, IpNetwork.of(HERE));
			this.config.advance(TestBans.BAN.minusSeconds(1));
			assertThat(this.bans.admits(HERE)).isFalse();
		}
		this.config.advance(Duration.ofSeconds(1));
		assertThat(this.bans.admits(HERE)).isTrue();
	}

	@Test
	void doesNotShortenABanByItself() {
		this.bans.add(network("192.0.2.1"), Duration.ofDays(1), "for good reasons");
		this.bans.ban(network("192.0.2.1"), BanReason.MALFORMED_MESSAGES, TestBans.BAN, IpNetwork.of(HERE));
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.comment()).isEqualTo("for good reasons"));
		this.bans.add(network("192.0.2.1"), Duration.ofMinutes(1), "enough");
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.comment()).isEqualTo("enough"));
	}

	@Test
	void bansAWorkerAtItsAddressForInvalidShares() {
		WorkerStanding standing = this.bans.open(ALICE, HERE);
		submitInvalid(standing, TestBans.CHECK_SHARES - 1);
		assertThat(standing.isBanned()).isFalse();
		submitInvalid(standing, 1);
		assertThat(standing.isBanned()).isTrue();
		assertThat(this.bans.admits(ALICE, HERE)).isFalse();
		assertThat(this.bans.admits(BOB, HERE)).isTrue();
		assertThat(this.bans.admits(HERE)).isTrue();
		assertThat(this.bans.imposed(BanReason.INVALID_SHARES)).isOne();
	}

	@Test
	void doesNotLetAWorkerBeBannedByWhoUsesItsName() {
		WorkerStanding victim = this.bans.open(ALICE, HERE);
		submitInvalid(this.bans.open(ALICE, THERE), TestBans.CHECK_SHARES);
		assertThat(victim.isBanned()).isFalse();
		assertThat(this.bans.admits(ALICE, HERE)).isTrue();
		assertThat(this.bans.admits(ALICE, THERE)).isFalse();
	}

	@Test
	void letsAWorkerGoOnWhenItsBanEnds() {
		WorkerStanding standing = this.bans.open(ALICE, HERE);
		submitInvalid(standing, TestBans.CHECK_SHARES);
		this.config.advance(TestBans.BAN.minusSeconds(1));
		assertThat(standing.isBanned()).isTrue();
		this.config.advance(Duration.ofSeconds(1));
		assertThat(standing.isBanned()).isFalse();
		submitInvalid(standing, TestBans.CHECK_SHARES);
		assertThat(standing.isBanned()).isTrue();
		this.bans.remove(new BanSubject.WorkerAt(IpNetwork.of(HERE), ALICE.name()));
		assertThat(standing.isBanned()).isFalse();
	}

	@Test
	void tellsAllSessionsOfAWorker() {
		WorkerStanding one = this.bans.open(ALICE, HERE);
		WorkerStanding other = this.bans.open(ALICE, HERE);
		long version = this.bans.version();
		assertThat(other.isBanned()).isFalse();
		submitInvalid(one, TestBans.CHECK_SHARES);
		assertThat(this.bans.version()).isNotEqualTo(version);
		assertThat(other.isBanned()).isTrue();
	}

	@Test
	void bansWorkersAndAccountsEverywhere() {
		WorkerStanding standing = this.bans.open(ALICE, HERE);
		this.bans.add(new BanSubject.Worker("alice.rig1"), null, "");
		assertThat(standing.isBanned()).isTrue();
		assertThat(this.bans.admits(ALICE, THERE)).isFalse();
		assertThat(this.bans.admits(Worker.of("alice.rig2"), THERE)).isTrue();
		this.bans.add(new BanSubject.Account("alice"), null, "");
		assertThat(this.bans.admits(Worker.of("alice.rig2"), null)).isFalse();
		assertThat(this.bans.admits(BOB, HERE)).isTrue();
	}

	@Test
	void bansAWorkerThatFailsToLogIn() {
		this.bans.loginFailed("alice.rig1", HERE);
		assertThat(this.bans.admits(ALICE, HERE)).isTrue();
		this.bans.loginFailed("alice.rig1", HERE);
		assertThat(this.bans.admits(ALICE, HERE)).isFalse();
		assertThat(this.bans.admits(ALICE, THERE)).isTrue();
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.reason()).isEqualTo(BanReason.FAILED_LOGINS));
		this.bans.loginFailed("", HERE);
		this.bans.loginFailed("x".repeat(256), HERE);
	}

	@Test
	void bansAnAddressThatFailsToLogInUnderEverNewNames() {
		for (int i = 0; i < 4; i++) {
			this.bans.loginFailed("made.up" + i, HERE);
			assertThat(this.bans.admits(HERE)).isTrue();
		}
		this.bans.loginFailed("made.up4", HERE);
		assertThat(this.bans.admits(HERE)).isFalse();
		assertThat(this.bans.admits(THERE)).isTrue();
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.reason()).isEqualTo(BanReason.FAILED_LOGINS));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 256, 1000 })
	void bansAnAddressThatFailsToLogInUnderNamesThatCannotBeBanned(int length) {
		for (int i = 0; i < 5; i++) {
			assertThat(this.bans.admits(HERE)).isTrue();
			this.bans.loginFailed("x".repeat(length), HERE);
		}
		assertThat(this.bans.admits(HERE)).isFalse();
	}

	@Test
	void bansTheOwnerOfAnIpv6AddressThatFailsToLogIn() {
		for (int i = 1; i <= 5; i++) {
			this.bans.loginFailed("made.up" + i, address("2001:db8:1:2::" + i));
		}
		assertThat(this.bans.admits(address("2001:db8:1:2:ffff::"))).isFalse();
		assertThat(this.bans.admits(address("2001:db8:1:3::1"))).isTrue();
	}

	@Test
	void keepsAFarmWithGoodWorkersWhoseOthersFailToLogIn() {
		for (int i = 0; i < 50; i++) {
			this.bans.open(Worker.of("good" + i), HERE).addAccepted();
		}
		for (int i = 0; i < 1000; i++) {
			this.bans.loginFailed("bad" + i % 50, HERE);
		}
		assertThat(this.bans.admits(HERE)).isTrue();
		assertThat(this.bans.admits(Worker.of("good1"), HERE)).isTrue();
		assertThat(this.bans.admits(Worker.of("bad1"), HERE)).isFalse();
		this.bans.loginFailed("bad50", HERE);
		assertThat(this.bans.admits(HERE)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 256, 1000 })
	void doesNotJudgeWhoHasNoNameThatCanBeBanned(int length) {
		this.bans.add(new BanSubject.Account("alice"), null, "");
		Worker nameless = new Worker("x".repeat(length), "bob");
		WorkerStanding standing = this.bans.open(nameless, HERE);
		submitInvalid(standing, 100);
		assertThat(standing.isBanned()).isFalse();
		assertThat(this.bans.admits(nameless, HERE)).isTrue();
		assertThat(this.bans.admits(new Worker("alice", "y".repeat(length)), HERE)).isTrue();
		assertThat(this.bans.admits(new Worker("x".repeat(length), "alice"), HERE)).isFalse();
		standing.close();
	}

	@Test
	void bansAnAddressWithMoreBannedWorkersThanOthers() {
		for (int i = 0; i < 3; i++) {
			this.bans.open(Worker.of("good" + i), HERE).addAccepted();
		}
		for (int i = 0; i < 3; i++) {
			submitInvalid(this.bans.open(Worker.of("bad" + i), HERE), TestBans.CHECK_SHARES);
			assertThat(this.bans.admits(HERE)).isTrue();
		}
		submitInvalid(this.bans.open(Worker.of("worse"), HERE), TestBans.CHECK_SHARES);
		assertThat(this.bans.admits(HERE)).isFalse();
		assertThat(this.bans.admits(THERE)).isTrue();
	}

	@Test
	void doesNotCountWorkersThatNeverMined() {
		for (int i = 0; i < 100; i++) {
			WorkerStanding invented = this.bans.open(Worker.of("invented" + i), HERE);
			invented.addRejected(RejectReason.LOW_DIFFICULTY);
			assertThat(invented.isBanned()).isFalse();
		}
		assertThat(this.bans.miners(IpNetwork.of(HERE))).isZero();
		for (int i = 0; i < 3; i++) {
			this.bans.malformed(HERE);
		}
		assertThat(this.bans.admits(HERE)).isFalse();
	}

	@Test
	void countsAWorkerOnceWhileItMinesAndIsNotBanned() {
		IpNetwork here = IpNetwork.of(HERE);
		WorkerStanding standing = this.bans.open(ALICE, HERE);
		standing.addAccepted();
		standing.addAccepted();
		assertThat(this.bans.miners(here)).isOne();
		this.bans.add(new BanSubject.Worker(ALICE.name()), TestBans.BAN, "");
		assertThat(standing.isBanned()).isTrue();
		assertThat(this.bans.miners(here)).as("asking does not count").isOne();
		standing.addRejected(RejectReason.BANNED);
		assertThat(this.bans.miners(here)).isZero();
		this.config.advance(TestBans.BAN);
		assertThat(standing.isBanned()).isFalse();
		assertThat(this.bans.miners(here)).as("asking does not count").isZero();
		standing.addAccepted();
		assertThat(this.bans.miners(here)).isOne();
		standing.close();
		standing.close();
		standing.addAccepted();
		assertThat(this.bans.miners(here)).isZero();
		WorkerStanding banned = this.bans.open(BOB, HERE);
		this.bans.add(new BanSubject.Worker(BOB.name()), null, "");
		banned.addAccepted();
		assertThat(this.bans.miners(here)).isZero();
		banned.close();
	}

	@Test
	void bansAnAddressWhoseWorkersChangeTheirNames() {
		for (int i = 0; i < 2; i++) {
			WorkerStanding standing = this.bans.open(Worker.of("name" + i), HERE);
			submitInvalid(standing, TestBans.CHECK_SHARES);
			standing.close();
		}
		assertThat(this.bans.admits(HERE)).isFalse();
		assertThat(this.bans.imposed(BanReason.BANNED_WORKERS)).isOne();
	}

	@Test
	void sparesAFarmWithManyGoodMiners() {
		for (int i = 0; i < 100; i++) {
			this.bans.open(Worker.of("good" + i), HERE).addAccepted();
		}
		for (int i = 0; i < 50; i++) {
			submitInvalid(this.bans.open(Worker.of("bad" + i), HERE), TestBans.CHECK_SHARES);
			this.bans.malformed(HERE);
		}
		assertThat(this.bans.admits(HERE)).isTrue();
		assertThat(this.bans.size()).isEqualTo(50);
	}

	@Test
	void bansTheOwnerOfAnIpv6Address() {
		for (int i = 1; i <= 3; i++) {
			this.bans.malformed(address("2001:db8:1:2::" + i));
		}
		assertThat(this.bans.admits(address("2001:db8:1:2:ffff::"))).isFalse();
		assertThat(this.bans.admits(address("2001:db8:1:3::1"))).isTrue();
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.subject().text()).isEqualTo("address 2001:db8:1:2::/64"));
	}

	@Test
	void neverBansLoopbackUnlessToldTo() {
		this.config.exemptLoopback = true;
		assertNeverBanned(this.config.create(), InetAddress.getLoopbackAddress());
	}

	@Test
	void neverBansWhatIsAllowed() {
		this.config.allowed = List.of(IpNetwork.parse("192.0.2.0/24"));
		this.config.denied = List.of(IpNetwork.parse("0.0.0.0/0"));
		Bans lenient = this.config.create();
		assertNeverBanned(lenient, HERE);
		assertThat(lenient.admits(address("198.51.100.1"))).isFalse();
		lenient.add(network("192.0.0.0/16"), null, "");
		assertThat(lenient.admits(HERE)).isTrue();
		lenient.add(new BanSubject.Worker("alice.rig1"), null, "");
		assertThat(lenient.open(ALICE, HERE).isBanned()).isTrue();
	}

	private static void assertNeverBanned(Bans bans, InetAddress address) {
		for (int i = 0; i < 20; i++) {
			bans.malformed(address);
			bans.loginFailed(ALICE.name(), address);
			submitInvalid(bans.open(ALICE, address), TestBans.CHECK_SHARES);
		}
		assertThat(bans.admits(address)).isTrue();
		assertThat(bans.admits(ALICE, address)).isTrue();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bans.add(new BanSubject.Network(IpNetwork.of(address)), null, ""))
			.withMessageContaining("stratum.ban.allow-list");
	}

	@Test
	void letsInWhoHasNoAddress() {
		this.bans.add(network("0.0.0.0/0"), null, "");
		assertThat(this.bans.admits((InetAddress) null)).isTrue();
		this.bans.malformed(null);
		this.bans.loginFailed("alice", null);
		submitInvalid(this.bans.open(ALICE, null), 100);
		assertThat(this.bans.size()).isOne();
	}

	@Test
	void makesRoomForNewBansByThoseThatEndFirst() {
		this.config.maxBans = 3;
		Bans few = this.config.create();
		few.add(network("198.51.100.1"), Duration.ofMinutes(1), "operator");
		for (int i = 1; i <= 10; i++) {
			few.ban(network("192.0.2." + i), BanReason.MALFORMED_MESSAGES, Duration.ofMinutes(20 - i),
					IpNetwork.parse("192.0.2." + i));
		}
		assertThat(few.page(0, 10)).extracting((ban) -> ban.subject().text())
			.containsExactlyInAnyOrder("address 192.0.2.1", "address 192.0.2.2", "address 198.51.100.1");
		assertThat(few.imposed(BanReason.MALFORMED_MESSAGES)).isEqualTo(2);
	}

	@Test
	void listsTheNewestFirst() {
		for (int i = 1; i <= 5; i++) {
			this.bans.add(network("192.0.2." + i), null, "");
			this.config.advance(Duration.ofSeconds(1));
		}
		assertThat(this.bans.page(1, 2)).extracting((ban) -> ban.subject().text())
			.containsExactly("address 192.0.2.4", "address 192.0.2.3");
	}

	@Test
	void refusesNonsense() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.bans.add(network("192.0.2.1"), Duration.ZERO, ""))
			.withMessage("duration: PT0S (expected: more than 0)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.bans.add(network("192.0.2.1"), null, "x".repeat(256)))
			.withMessage("comment: 256 characters (expected: <= 255)");
		Ban longest = this.bans.add(network("192.0.2.1"), Duration.ofSeconds(Long.MAX_VALUE), "");
		assertThat(longest.isActive(this.config.now().plus(Duration.ofDays(3649)))).isTrue();
	}

	@Test
	void bansNobodyWhenOff() {
		Bans none = Bans.none();
		none.start();
		submitInvalid(none.open(ALICE, HERE), 1000);
		none.malformed(HERE);
		assertThat(none.admits(HERE)).isTrue();
		assertThat(none.admits(ALICE, HERE)).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> none.add(network("192.0.2.1"), null, ""))
			.withMessageContaining("stratum.ban.enabled");
	}

	private static void submitInvalid(WorkerStanding standing, int shares) {
		for (int i = 0; i < shares; i++) {
			standing.addRejected(RejectReason.LOW_DIFFICULTY);
		}
	}

	private static BanSubject network(String text) {
		return new BanSubject.Network(IpNetwork.parse(text));
	}

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
