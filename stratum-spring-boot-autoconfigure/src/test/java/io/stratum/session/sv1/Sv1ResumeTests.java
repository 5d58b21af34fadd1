package io.stratum.session.sv1;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for miners of Stratum V1 that come back, or move to another extranonce.
 */
class Sv1ResumeTests extends Sv1MiningFixture {

	@Test
	void givesEachConnectionAnotherExtranonce() {
		this.fixture.start();
		TestMiner first = this.fixture.connect().login("addr");
		TestMiner second = this.fixture.connect().login("addr");
		assertThat(first.extranonce1).isNotEqualTo(second.extranonce1);
		assertThat(first.jobId()).isEqualTo(second.jobId());
	}

	@Test
	void resumesTheExtranonceOfAClosedSession() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		String nonce = miner.mine("0000000000000001");
		String submission = miner.submission("addr", "0000000000000001", nonce);
		assertThat(miner.ask("mining.submit", submission)).containsExactly(OK.formatted(9));
		miner.connection.close();
		TestMiner again = this.fixture.connect();
		again.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		assertThat(again.extranonce1).isEqualTo(miner.extranonce1);
		assertThat(again.ask("mining.authorize", "[\"addr\"]")).hasSize(3);
		assertThat(again.jobId()).isNotEqualTo(miner.jobId());
		assertThat(again.ask("mining.submit", submission)).singleElement().asString().contains("[22,");
		String late = miner.mine("0000000000000002");
		assertThat(again.ask("mining.submit", miner.submission("addr", "0000000000000002", late)))
			.containsExactly(OK.formatted(9));
	}

	@Test
	void resumesTheDifficultyOfTheSessionNotThatOfTheWorker() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		String nonce = miner.mine("0000000000000001");
		miner.ask("mining.submit", miner.submission("addr", "0000000000000001", nonce));
		double before = miner.difficulty;
		miner.ask("mining.suggest_difficulty", "[0.5]");
		assertThat(miner.difficulty).isEqualTo(0.5).isNotEqualTo(before);
		miner.connection.close();
		TestMiner again = this.fixture.connect();
		again.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		again.ask("mining.authorize", "[\"addr\"]");
		assertThat(again.extranonce1).isEqualTo(miner.extranonce1);
		assertThat(again.difficulty).isEqualTo(0.5);
	}

	/**
	 * Somebody could mine for himself, and have others pay for the same work.
	 */
	@Test
	void doesNotCreditAnotherPayoutWithJobsOfTheSessionThatItResumes() {
		this.fixture.nBits = 0x207fffff;
		this.fixture.minimum = 1e-6;
		TestMiner miner = this.fixture.start().connect().login("solo");
		String submission = miner.submission("pool", "0000000000000001", miner.mine("0000000000000001"));
		String own = miner.submission("solo", "0000000000000002", miner.mine("0000000000000002"));
		miner.connection.close();
		TestMiner other = this.fixture.connect();
		other.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		other.send("{\"id\":5,\"method\":\"mining.authorize\",\"params\":[\"pool\"]}",
				"{\"id\":6,\"method\":\"mining.submit\",\"params\":" + submission + "}");
		assertThat(other.lines()).filteredOn((line) -> line.startsWith("{\"id\":6,"))
			.singleElement()
			.asString()
			.contains("[24,");
		assertThat(this.fixture.accepted).isEmpty();
		assertThat(this.fixture.blocks).hasSize(1);
		other.connection.close();
		TestMiner again = this.fixture.connect();
		again.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		again.ask("mining.authorize", "[\"solo\"]");
		assertThat(again.ask("mining.submit", own)).singleElement().asString().contains("[24,");
	}

	@Test
	void creditsAnotherPayoutWithItsOwnJobsEvenIfTheyAreOlderThanThatOfTheSession() {
		this.fixture.start().connect().login("pool");
		TestMiner miner = this.fixture.connect().login("solo");
		miner.connection.close();
		TestMiner other = this.fixture.connect();
		other.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		other.ask("mining.authorize", "[\"pool\"]");
		assertThat(other.extranonce1).isEqualTo(miner.extranonce1);
		String nonce = other.mine("0000000000000001");
		assertThat(other.ask("mining.submit", other.submission("pool", "0000000000000001", nonce)))
			.containsExactly(OK.formatted(9));
	}

	@Test
	void takesASessionOverFromAConnectionThatStillLooksOpen() {
		this.fixture.start();
		TestMiner miner = this.fixture.connect().login("addr");
		TestMiner again = this.fixture.connect();
		again.ask("mining.subscribe", "[\"x\",\"" + miner.sessionId + "\"]");
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.RESUMED);
		assertThat(miner.connection.closed).isTrue();
		assertThat(again.extranonce1).isEqualTo(miner.extranonce1);
	}

	@Test
	void startsFreshForAnUnknownSession() {
		this.fixture.start();
		for (String params : List.of("[\"x\",\"123456789\"]", "[\"x\",\"\"]", "[\"x\",1700000000,\"hmac\"]",
				"[\"x\",{\"a\":[]}]", "{}", "null")) {
			TestMiner miner = this.fixture.connect();
			assertThat(miner.ask("mining.subscribe", params)).hasSize(1);
			assertThat(miner.extranonce1).hasSize(8);
		}
	}

	@Test
	void movesAMinerToAnotherExtranonce() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		miner.ask("mining.extranonce.subscribe", "[]");
		miner.ask("mining.configure", "[[\"minimum-difficulty\"],{\"minimum-difficulty.value\":0.00001}]");
		assertThat(miner.difficulty).isEqualTo(1e-5);
		String before = miner.extranonce1;
		String job = miner.jobId();
		miner.session.mining(this.fixture.engine).changeExtranonce();
		List<String> lines = miner.lines();
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0))
			.matches("\\{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":\\[\"[0-9a-f]{8}\",8]}");
		assertThat(lines.get(1)).contains("mining.notify").endsWith(",true]}");
		assertThat(miner.extranonce1).isNotEqualTo(before);
		miner.ask("mining.suggest_difficulty", "[0.000001]");
		assertThat(miner.difficulty).isEqualTo(1e-5);
		assertThat(miner.jobId()).isNotEqualTo(job);
		String nonce = miner.mine("00000000000000ff");
		assertThat(miner.ask("mining.submit", miner.submission("addr", "00000000000000ff", nonce)))
			.containsExactly(OK.formatted(9));
	}

	@Test
	void disconnectsAMinerThatCannotMove() {
		TestMiner miner = this.fixture.start().connect().login("addr");
		miner.session.mining(this.fixture.engine).changeExtranonce();
		assertThat(miner.connection.closed).isTrue();
	}

}
