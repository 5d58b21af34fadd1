package io.stratum.session.sv1;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for mining by Stratum V1: logins, jobs, and the end.
 */
class Sv1MiningTests extends Sv1MiningFixture {

	@Test
	void answersPipelinedRequestsInOrderThenSendsDifficultyAndJob() {
		TestMiner miner = this.fixture.start().connect();
		miner.send(
				"{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{\"version-rolling.mask\":\"ffffffff\"}]}",
				"{\"id\":2,\"method\":\"mining.subscribe\",\"params\":[\"bitaxe/BM1370/v2\"]}",
				"{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"addr.rig\",\"x\"]}");
		List<String> lines = miner.lines();
		assertThat(lines).hasSize(5);
		assertThat(lines.get(0)).isEqualTo(
				"{\"id\":1,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"1fffe000\"},\"error\":null}");
		assertThat(lines.get(1))
			.matches("\\{\"id\":2,\"result\":\\[\\[\\[\"mining.set_difficulty\",\"([0-9a-f]{16})\"],"
					+ "\\[\"mining.notify\",\"\\1\"]],\"00[0-9a-f]{6}\",8],\"error\":null}");
		assertThat(lines.get(2)).isEqualTo(OK.formatted(3));
		assertThat(lines.get(3)).isEqualTo("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.000001]}");
		assertThat(lines.get(4)).startsWith("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"")
			.endsWith(",true]}");
		assertThat(miner.session.userAgent()).isEqualTo("bitaxe/BM1370/v2");
		assertThat(miner.session.difficulty()).isEqualTo(1e-6);
		assertThat(miner.session.workers()).extracting("name").containsExactly("addr.rig");
		assertThat(this.fixture.logins.get(0).userAgent()).isEqualTo("bitaxe/BM1370/v2");
	}

	@Test
	void sendsTheJobAfterSubscribeWhenAuthorizeCameFirst() {
		TestMiner miner = this.fixture.start().connect();
		assertThat(miner.ask("mining.authorize", "[\"addr\"]")).containsExactly(OK.formatted(9));
		List<String> lines = miner.ask("mining.subscribe", "[null,null,\"h:1\",null]");
		assertThat(lines).hasSize(3);
		assertThat(lines.get(0)).startsWith("{\"id\":9,\"result\":[[");
		assertThat(lines.get(1)).contains("mining.set_difficulty");
		assertThat(lines.get(2)).contains("mining.notify");
	}

	@Test
	void refusesWhomTheAuthenticatorRefuses() {
		TestMiner miner = this.fixture.start().connect();
		miner.ask("mining.subscribe", "[]");
		assertThat(miner.ask("mining.authorize", "[\"bad\",null]"))
			.containsExactly("{\"id\":9,\"result\":null,\"error\":[24,\"Who is that?\",null]}");
		for (String params : List.of("[]", "[null,null]", "[5]", "{}", "[\"\"]", "[\"a\\u0007\"]", "[\"a\\ud800\"]",
				"[\"" + "x".repeat(256) + "\"]")) {
			assertThat(miner.ask("mining.authorize", params))
				.containsExactly("{\"id\":9,\"result\":null,\"error\":[20,\"Malformed parameter\",null]}");
		}
		assertThat(miner.job).isNull();
	}

	@Test
	void refusesLoginsWithoutWork() {
		TestMiner miner = this.fixture.connect();
		assertThat(miner.ask("mining.authorize", "[\"addr\"]"))
			.containsExactly("{\"id\":9,\"result\":null,\"error\":[20,\"No work available, try again later\",null]}");
		assertThat(this.fixture.logins).isEmpty();
	}

	@Test
	void takesSeveralWorkersOfOnePayout() {
		TestMiner miner = this.fixture.start().connect().login("addr.1");
		assertThat(miner.ask("mining.authorize", "[\"addr.2\"]")).containsExactly(OK.formatted(9));
		assertThat(miner.ask("mining.authorize", "[\"addr.2\"]")).containsExactly(OK.formatted(9));
		assertThat(this.fixture.logins).hasSize(2);
		assertThat(miner.ask("mining.authorize", "[\"other.1\"]")).containsExactly(
				"{\"id\":9,\"result\":null,\"error\":[24,\"Workers of one connection must share a payout\",null]}");
		assertThat(miner.ask("mining.authorize", "[\"addr.3\"]")).containsExactly(OK.formatted(9));
		assertThat(miner.ask("mining.authorize", "[\"addr.4\"]"))
			.containsExactly("{\"id\":9,\"result\":null,\"error\":[20,\"Too many workers on one connection\",null]}");
		assertThat(miner.session.workers()).hasSize(3);
	}

	@Test
	void logsAWorkerInOnceWhenItAsksTwice() {
		this.fixture.threads.deferring = true;
		TestMiner miner = this.fixture.start().connect();
		miner.send("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"addr\"]}",
				"{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"addr\"]}");
		assertThat(miner.lines()).isEmpty();
		this.fixture.decide(0);
		assertThat(miner.lines()).containsExactly(OK.formatted(1), OK.formatted(2));
		assertThat(this.fixture.logins).hasSize(1);
	}

	@Test
	void holdsBackOnlySharesOfTheWorkerBeingAuthenticated() {
		TestMiner miner = this.fixture.start().connect().login("addr.1");
		this.fixture.threads.deferring = true;
		String first = miner.mine("0000000000000001");
		String second = miner.mine("0000000000000002");
		miner.send("{\"id\":5,\"method\":\"mining.authorize\",\"params\":[\"addr.2\"]}",
				"{\"id\":6,\"method\":\"mining.submit\",\"params\":"
						+ miner.submission("addr.2", "0000000000000001", first) + "}",
				"{\"id\":7,\"method\":\"mining.submit\",\"params\":"
						+ miner.submission("addr.1", "0000000000000002", second) + "}");
		assertThat(miner.lines()).isEmpty();
		assertThat(this.fixture.accepted).extracting((share) -> share.worker().name()).containsExactly("addr.1");
		this.fixture.decide(1);
		assertThat(miner.lines()).containsExactly(OK.formatted(5), OK.formatted(6), OK.formatted(7));
	}

	@Test
	void doesNotHoldBackABlockOfTheWorkerBeingAuthenticated() {
		this.fixture.nBits = 0x207fffff;
		TestMiner miner = this.fixture.start().connect().login("addr.1");
		this.fixture.threads.deferring = true;
		String nonce = miner.mine("0000000000000001");
		miner.send("{\"id\":5,\"method\":\"mining.authorize\",\"params\":[\"addr.2\"]}",
				"{\"id\":6,\"method\":\"mining.submit\",\"params\":"
						+ miner.submission("addr.2", "0000000000000001", nonce) + "}");
		assertThat(this.fixture.blocks).hasSize(1);
		assertThat(this.fixture.rejected).isEmpty();
		assertThat(this.fixture.accepted).isEmpty();
		this.fixture.decide(1);
		assertThat(miner.lines()).containsExactly(OK.formatted(5), OK.formatted(6));
		assertThat(this.fixture.blocks).hasSize(1);
	}

	@Test
	void answersARepeatedSubscribeWithTheSameExtranonce() {
		TestMiner miner = this.fixture.start().connect();
		List<String> first = miner.ask("mining.subscribe", "[]");
		assertThat(miner.ask("mining.subscribe", "[\"x\",\"y\"]")).isEqualTo(first);
	}

	@Test
	void broadcastsNewWorkAndCleansOnANewTip() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		this.fixture.newWork();
		List<String> same = this.fixture.await(miner, (lines) -> !lines.isEmpty());
		assertThat(same).singleElement().asString().contains("mining.notify").endsWith(",false]}");
		this.fixture.newTip();
		List<String> tip = this.fixture.await(miner, (lines) -> !lines.isEmpty());
		assertThat(tip).singleElement().asString().contains("mining.notify").endsWith(",true]}");
	}

	@Test
	void sendsOnlyTheLatestJobToAPeerThatDoesNotRead() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		miner.connection.writable(false);
		this.fixture.newTip();
		this.fixture.newWork();
		assertThat(this.fixture.await(miner, (lines) -> this.fixture.skipped == 1)).isEmpty();
		miner.connection.writable(true);
		assertThat(miner.lines()).singleElement().asString().endsWith(",true]}");
	}

	@Test
	void sendsANewMaskWhenAJobNeedsBitsOfIt() {
		TestMiner miner = this.fixture.start().connect();
		miner.ask("mining.configure", "[[\"version-rolling\"],{\"version-rolling.mask\":\"1fffe000\"}]");
		miner.login("addr");
		this.fixture.requiredVersionBits = 0x00002000;
		this.fixture.newTip();
		List<String> lines = this.fixture.await(miner, (all) -> all.size() == 2);
		assertThat(lines.get(0))
			.isEqualTo("{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffc000\"]}");
		assertThat(lines.get(1)).contains("mining.notify");
		this.fixture.requiredVersionBits = 0;
		this.fixture.newTip();
		assertThat(this.fixture.await(miner, (all) -> all.size() == 2).get(0)).contains("\"1fffe000\"");
	}

	@Test
	void closesMinersWhenWorkIsTooOld() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		TestMiner idle = this.fixture.connect();
		this.fixture.pass(Duration.ofMinutes(11));
		miner.session.workExpired();
		idle.session.workExpired();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.NO_WORK);
		assertThat(miner.connection.closed).isTrue();
		assertThat(idle.connection.closed).isFalse();
	}

	@Test
	void givesBackWhatItHoldsAtTheEnd() {
		this.fixture.start();
		this.fixture.threads.deferring = true;
		TestMiner miner = this.fixture.connect();
		miner.ask("mining.subscribe", "[]");
		miner.ask("mining.authorize", "[\"addr\"]");
		miner.connection.close();
		this.fixture.decide(0);
		this.fixture.loop.run();
		assertThat(miner.connection.usedMemory()).isZero();
		assertThat(this.fixture.registry.size()).isZero();
		assertThat(this.fixture.engine.status().groups()).isZero();
		assertThat(this.fixture.rejected).doesNotContain(RejectReason.UNAUTHORIZED);
	}

}
