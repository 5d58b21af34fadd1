package io.stratum.session.sv1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.Authentication;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.BanSubject;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for bans of workers in sessions of Stratum V1.
 */
class Sv1BanTests {

	private static final String OK = "{\"id\":9,\"result\":true,\"error\":null}";

	private static final String BANNED = "{\"id\":9,\"result\":null,\"error\":[24,\"Worker is banned\",null]}";

	private static final String LOW = "{\"id\":9,\"result\":null,\"error\":[23,\"Low difficulty share\",null]}";

	private static final String STALE = "{\"id\":9,\"result\":null,\"error\":[21,\"Stale share\",null]}";

	private static final String UNKNOWN = "{\"id\":9,\"result\":null,\"error\":[21,\"Job not found\",null]}";

	private final TestBans config = new TestBans();

	private final Bans bans = this.config.create();

	private final MiningFixture fixture = new MiningFixture(this.bans);

	private int extranonce2;

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void closesTheConnectionOfAWorkerThatIsAloneOnIt() {
		TestMiner miner = connect("addr.bad");
		for (int i = 0; i < TestBans.CHECK_SHARES; i++) {
			assertThat(submitInvalid(miner, "addr.bad")).containsExactly(LOW);
		}
		assertThat(miner.connection.closed).isTrue();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.BANNED);
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.subject().text()).isEqualTo("worker@127.0.0.1 addr.bad"));
	}

	@Test
	void sparesTheOtherWorkersOfTheConnection() {
		TestMiner miner = connect("addr.bad");
		assertThat(miner.ask("mining.authorize", "[\"addr.good\"]")).containsExactly(OK);
		for (int i = 0; i < TestBans.CHECK_SHARES; i++) {
			assertThat(submitInvalid(miner, "addr.bad")).containsExactly(LOW);
		}
		assertThat(submit(miner, "addr.bad")).containsExactly(BANNED);
		assertThat(submit(miner, "addr.good")).containsExactly(OK);
		assertThat(miner.ask("mining.authorize", "[\"addr.bad\"]")).containsExactly(BANNED);
		assertThat(miner.ask("mining.authorize", "[\"addr.third\"]")).containsExactly(OK);
		assertThat(this.fixture.accepted).extracting((share) -> share.worker().name()).containsExactly("addr.good");
		assertThat(this.fixture.rejected).endsWith(RejectReason.BANNED);
		this.config.advance(TestBans.BAN);
		assertThat(submit(miner, "addr.bad")).containsExactly(OK);
	}

	@Test
	void closesTheConnectionWithItsLastWorker() {
		TestMiner miner = connect("addr.1");
		miner.ask("mining.authorize", "[\"addr.2\"]");
		this.bans.add(new BanSubject.Worker("addr.1"), null, "");
		sweep(miner);
		assertThat(miner.connection.closed).isFalse();
		this.bans.add(new BanSubject.Worker("addr.2"), null, "");
		sweep(miner);
		assertThat(miner.connection.closed).isTrue();
	}

	@Test
	void closesTheSessionsOfABannedAccount() {
		TestMiner one = connect("addr.1");
		TestMiner other = connect("other.1");
		this.bans.add(new BanSubject.Account("addr"), null, "");
		sweep(one);
		sweep(other);
		assertThat(one.connection.closed).isTrue();
		assertThat(other.connection.closed).isFalse();
		assertThat(connect().ask("mining.authorize", "[\"addr.2\"]")).containsExactly(BANNED);
	}

	@Test
	void doesNotAskTheAuthenticatorForABannedWorker() {
		this.bans.add(new BanSubject.Worker("addr.1"), null, "");
		TestMiner miner = this.fixture.start().connect();
		assertThat(miner.ask("mining.authorize", "[\"addr.1\"]")).containsExactly(BANNED);
		assertThat(this.fixture.logins).isEmpty();
		this.config.advance(java.time.Duration.ofHours(1));
		assertThat(miner.ask("mining.authorize", "[\"addr.1\"]")).containsExactly(OK);
	}

	@Test
	void bansAWorkerThatIsRefusedAgainAndAgain() {
		TestMiner miner = connect("addr.1");
		String refused = "{\"id\":9,\"result\":null,\"error\":[24,\"Who is that?\",null]}";
		for (int i = 0; i < 2; i++) {
			assertThat(miner.ask("mining.authorize", "[\"bad\"]")).containsExactly(refused);
		}
		assertThat(miner.ask("mining.authorize", "[\"bad\"]")).containsExactly(BANNED);
		assertThat(this.fixture.logins).hasSize(3);
		assertThat(submit(miner, "addr.1")).containsExactly(OK);
	}

	@Test
	void doesNotCloseWhoIsLoggedInForFailedLoginsUnderItsName() {
		TestMiner miner = connect("addr.1");
		this.bans.loginFailed("addr.1", InetAddress.getLoopbackAddress());
		this.bans.loginFailed("addr.1", InetAddress.getLoopbackAddress());
		sweep(miner);
		assertThat(submit(miner, "addr.1")).containsExactly(OK);
		assertThat(connect().ask("mining.authorize", "[\"addr.1\"]")).containsExactly(BANNED);
	}

	@Test
	void doesNotBanForSharesThatCameTooLate() {
		TestMiner miner = connect("addr.1");
		String old = submission(miner, "addr.1", miner.mine(next()));
		this.fixture.newTip();
		miner.lines();
		for (int i = 0; i < 20; i++) {
			assertThat(miner.ask("mining.submit", old)).containsExactly(STALE);
			assertThat(miner.ask("mining.submit", old.replace(",\"", ",\"f").replaceFirst("f", "f")))
				.containsAnyOf(UNKNOWN, STALE);
		}
		assertThat(miner.connection.closed).isFalse();
		assertThat(submit(miner, "addr.1")).containsExactly(OK);
	}

	@Test
	void submitsTheBlockOfABannedWorker() {
		this.fixture.nBits = 0x207fffff;
		TestMiner miner = connect("addr.1");
		miner.ask("mining.authorize", "[\"addr.2\"]");
		this.bans.add(new BanSubject.Worker("addr.1"), null, "");
		String block = submission(miner, "addr.1", miner.mine(next()));
		assertThat(miner.ask("mining.submit", block)).containsExactly(BANNED);
		assertThat(this.fixture.blocks).hasSize(1);
		assertThat(this.fixture.accepted).isEmpty();
	}

	@Test
	void answersALoginWhoseWorkerHasNoName() {
		this.fixture.threads.deferring = true;
		TestMiner miner = connect();
		assertThat(miner.ask("mining.authorize", "[\"addr.1\"]")).isEmpty();
		this.fixture.decide(0, Authentication.accepted(new Worker("", "addr")));
		assertThat(miner.lines()).contains(OK);
	}

	@Test
	void closesTheConnectionOfAWorkerThatIsBannedWhileItLogsIn() {
		this.fixture.threads.deferring = true;
		TestMiner miner = connect();
		miner.ask("mining.subscribe", "[]");
		assertThat(miner.ask("mining.authorize", "[\"addr.1\"]")).isEmpty();
		this.fixture.decide(0, Authentication.accepted(Worker.of("addr.1")));
		this.bans.add(new BanSubject.Worker("addr.1"), null, "");
		miner.session.sweep(this.fixture.nanoTime());
		this.fixture.loop.run();
		assertThat(miner.lines()).contains(OK);
		sweep(miner);
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.BANNED);
	}

	@Test
	void letsWorkersMineWhenThePolicyFails() {
		MiningFixture failing = new MiningFixture(this.config.failing());
		TestMiner miner = failing.start().connect();
		miner.connection.remoteAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		assertThat(miner.ask("mining.authorize", "[\"addr.1\"]")).first()
			.isEqualTo("{\"id\":9,\"result\":true,\"error\":null}");
		assertThat(miner.session.workers()).hasSize(1);
		failing.engine.stop();
	}

	@Test
	void forgetsWhoMinedWhenTheSessionEnds() {
		TestMiner miner = connect("addr.1");
		miner.ask("mining.authorize", "[\"addr.2\"]");
		miner.ask("mining.authorize", "[\"addr.3\"]");
		for (int i = 1; i <= 3; i++) {
			assertThat(submit(miner, "addr." + i)).containsExactly(OK);
		}
		for (int i = 0; i < 2; i++) {
			this.bans.malformed(InetAddress.getLoopbackAddress());
		}
		miner.session.close();
		this.bans.malformed(InetAddress.getLoopbackAddress());
		assertThat(this.bans.admits(InetAddress.getLoopbackAddress())).isFalse();
	}

	private TestMiner connect() {
		TestMiner miner = this.fixture.start().connect();
		miner.connection.remoteAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		return miner;
	}

	private TestMiner connect(String worker) {
		return connect().login(worker);
	}

	private void sweep(TestMiner miner) {
		miner.session.sweep(this.fixture.nanoTime());
		miner.lines();
	}

	private List<String> submit(TestMiner miner, String worker) {
		return miner.ask("mining.submit", submission(miner, worker, miner.mine(next())));
	}

	private List<String> submitInvalid(TestMiner miner, String worker) {
		return miner.ask("mining.submit", submission(miner, worker, miner.miss(next())));
	}

	private String next() {
		this.extranonce2++;
		return "%016x".formatted(this.extranonce2);
	}

	private String submission(TestMiner miner, String worker, String nonce) {
		return miner.submission(worker, "%016x".formatted(this.extranonce2), nonce);
	}

}
