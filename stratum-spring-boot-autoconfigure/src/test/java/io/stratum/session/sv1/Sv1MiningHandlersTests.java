package io.stratum.session.sv1;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.mining.RejectReason;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sv1MiningHandlers}: shares, options and odd requests on a real engine.
 */
class Sv1MiningHandlersTests {

	private static final String EN2 = "0000000000000001";

	private static final String OK = "{\"id\":9,\"result\":true,\"error\":null}";

	private static final String MALFORMED = "{\"id\":9,\"result\":null,\"error\":[20,\"Malformed parameter\",null]}";

	private final MiningFixture fixture = new MiningFixture();

	private TestMiner miner;

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void acceptsSharesWithUnpaddedNonceAndAnyCase() {
		login();
		String nonce = this.miner.mine(EN2);
		assertThat(submit(EN2, nonce)).isEqualTo(OK);
		assertThat(this.fixture.accepted).hasSize(1);
		assertThat(this.fixture.accepted.get(0).listener()).isEqualTo("tcp");
		assertThat(submit(EN2, "0".repeat(8 - nonce.length()) + nonce.toUpperCase())).contains("[22,");
	}

	@Test
	void refusesSharesOfLowDifficulty() {
		login();
		assertThat(this.miner.ask("mining.suggest_difficulty", "[1000000]")).hasSize(2);
		assertThat(submit(EN2, "00000001")).contains("[23,");
	}

	@Test
	void refusesUnknownJobs() {
		login();
		for (String job : List.of("fffff", "", "x", "1234567890abcdef1", "-1")) {
			assertThat(last("mining.submit", "[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"5f000000\",\"1\"]"))
				.contains("[21,\"Job not found\"");
		}
		assertThat(this.fixture.rejected).hasSize(5).containsOnly(RejectReason.JOB_NOT_FOUND);
	}

	@Test
	void refusesMalformedShares() {
		login();
		String job = this.miner.jobId();
		String time = this.miner.ntime();
		for (String params : List.of("[]", "{}", "null", "[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",5]",
				"[5,\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",\"1\"]",
				"[\"addr\",\"" + job + "\",\"000000000000000g\",\"" + time + "\",\"1\"]",
				"[\"addr\",\"" + job + "\",\"000000000000001\",\"" + time + "\",\"1\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"1\",\"1\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"zzzzzzzz\",\"1\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",\"\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",\"123456789\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",\"1\",\"0x\"]",
				"[\"addr\",\"" + job + "\",\"" + EN2 + "\",\"" + time + "\",\"1\",5]")) {
			assertThat(last("mining.submit", params)).as(params).isEqualTo(MALFORMED);
		}
		for (String extranonce2 : List.of("", "00", "00000000000000", "000000000000000000")) {
			assertThat(
					last("mining.submit", "[\"addr\",\"" + job + "\",\"" + extranonce2 + "\",\"" + time + "\",\"1\"]"))
				.contains("[20,\"Wrong extranonce2 length\"");
		}
	}

	@Test
	void refusesSharesBeforeSubscribeAndOfUnknownWorkers() {
		this.miner = this.fixture.start().connect();
		assertThat(last("mining.submit", "[\"addr\",\"1\",\"00\",\"00000000\",\"1\"]"))
			.contains("[25,\"Not subscribed\"");
		assertThat(last("mining.submit", "[]")).contains("[25,");
		this.miner.login("addr");
		String nonce = this.miner.mine(EN2);
		assertThat(last("mining.submit", this.miner.submission("other", EN2, nonce)))
			.contains("[24,\"Unauthorized worker\"");
		assertThat(submit(EN2, nonce)).isEqualTo(OK);
	}

	@Test
	void rollsTheVersionInsideTheNegotiatedMask() {
		this.miner = this.fixture.start().connect();
		assertThat(last("mining.configure",
				"[[\"version-rolling\"],{\"version-rolling.mask\":\"00ffe000\",\"version-rolling.min-bit-count\":16}]"))
			.contains("\"version-rolling\":true,\"version-rolling.mask\":\"00ffe000\"");
		this.miner.login("addr");
		assertThat(this.miner.job.text(5)).isEqualTo("20000000");
		String nonce = this.miner.mine(EN2, "20ffe000");
		assertThat(submitRolled(nonce, "00ffe000")).isEqualTo(OK);
		assertThat(submitRolled(this.miner.mine(EN2, "21000000"), "01000000")).contains("[20,\"Version bits");
		assertThat(submitRolled(this.miner.mine(EN2), "00000000")).isEqualTo(OK);
		assertThat(submit(EN2, this.miner.mine(EN2))).isEqualTo(OK);
	}

	@Test
	void ignoresZeroVersionBitsWithoutNegotiation() {
		login();
		assertThat(submitRolled(this.miner.mine(EN2), "00000000")).isEqualTo(OK);
		assertThat(submitRolled(this.miner.mine(EN2, "20002000"), "00002000")).contains("[20,\"Version bits");
	}

	@Test
	void answersEveryExtensionAndNoOther() {
		this.miner = this.fixture.start().connect();
		assertThat(last("mining.configure",
				"[[\"minimum-difficulty\",\"subscribe-extranonce\",\"info\",\"strange\\n\",\"version-rolling\"],"
						+ "{\"minimum-difficulty.value\":0.5,\"version-rolling.mask\":\"xyz\",\"info.connection-url\":\"u\"}]"))
			.isEqualTo("{\"id\":9,\"result\":{\"minimum-difficulty\":true,\"subscribe-extranonce\":true,\"info\":true,"
					+ "\"strange\\n\":false,\"version-rolling\":false},\"error\":null}");
		assertThat(last("mining.configure", "[[\"version-rolling\",\"minimum-difficulty\"]]"))
			.isEqualTo("{\"id\":9,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"1fffe000\","
					+ "\"minimum-difficulty\":false},\"error\":null}");
		assertThat(last("mining.configure", "[[],null]")).isEqualTo("{\"id\":9,\"result\":{},\"error\":null}");
		assertThat(last("mining.configure", "[]")).isEqualTo(MALFORMED);
		this.miner.login("addr");
		assertThat(this.miner.difficulty).isEqualTo(0.5);
	}

	@Test
	void answersASuggestionByDifficultyAndJobOnly() {
		login();
		String job = this.miner.jobId();
		List<String> lines = this.miner.ask("mining.suggest_difficulty", "[0.00015]");
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).isEqualTo("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.00015]}");
		assertThat(lines.get(1)).contains("mining.notify").endsWith(",false]}");
		assertThat(this.miner.jobId()).isNotEqualTo(job);
		assertThat(this.miner.ask("mining.suggest_difficulty", "[0.00015]")).isEmpty();
		assertThat(this.miner.ask("mining.suggest_difficulty", "[\"0.00015\"]")).isEmpty();
		assertThat(this.miner.ask("mining.suggest_difficulty", "[\"0.0003\"]")).hasSize(2);
		assertThat(this.miner.ask("mining.suggest_difficulty(0.0005)", "[]").get(0)).contains("[0.0005]");
		assertThat(this.miner
			.ask("mining.suggest_target", "[\"00000000ffff0000000000000000000000000000000000000000000000000000\"]")
			.get(0)).contains("[1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[0]", "[-1]", "[\"x\"]", "[]", "[null]", "{}" })
	void refusesOddSuggestions(String params) {
		login();
		assertThat(last("mining.suggest_difficulty", params)).isEqualTo(MALFORMED);
		assertThat(last("mining.suggest_target", params)).isEqualTo(MALFORMED);
	}

	@Test
	void remembersSuggestionsThatComeBeforeSubscribe() {
		this.miner = this.fixture.start().connect();
		assertThat(this.miner.ask("mining.suggest_target",
				"[\"00000000ffff0000000000000000000000000000000000000000000000000000\"]"))
			.isEmpty();
		this.miner.login("addr");
		assertThat(this.miner.difficulty).isEqualTo(1);
	}

	@Test
	void keepsAFixedDifficultyWhenTheSuggestionComesBeforeSubscribe() {
		this.fixture.variable = false;
		this.miner = this.fixture.start().connect();
		this.miner.ask("mining.suggest_difficulty", "[1e-8]");
		this.miner.login("addr");
		assertThat(this.miner.difficulty).isEqualTo(this.fixture.initial);
	}

	@Test
	void prefersASuggestionToTheLastDifficultyOfTheWorker() {
		login();
		assertThat(submit(EN2, this.miner.mine(EN2))).isEqualTo(OK);
		this.miner = this.fixture.connect();
		this.miner.ask("mining.subscribe", "[]");
		this.miner.ask("mining.suggest_difficulty", "[0.5]");
		this.miner.ask("mining.authorize", "[\"addr\",\"\"]");
		assertThat(this.miner.difficulty).isEqualTo(0.5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d=0.25", "x,d=0.25;stats", "diff=0.25", "md=0.125 d=0.25", "d=x,d=0.25,d=-1" })
	void readsTheDifficultyFromThePassword(String password) {
		this.miner = this.fixture.start().connect();
		this.miner.ask("mining.subscribe", "[]");
		this.miner.ask("mining.authorize", "[\"addr\",\"" + password + "\"]");
		assertThat(this.miner.difficulty).isEqualTo(0.25);
	}

	@Test
	void sendsANewDifficultyWithAJobRightAfterTheShareThatChangedIt() {
		this.fixture.retargetInterval = Duration.ofSeconds(20);
		login();
		double before = this.miner.difficulty;
		List<String> lines = List.of();
		for (int i = 0; i < 40 && this.miner.difficulty == before; i++) {
			this.fixture.pass(Duration.ofMillis(700));
			String nonce = this.miner.mine(EN2);
			lines = this.miner.ask("mining.submit", this.miner.submission("addr", EN2, nonce));
		}
		assertThat(this.miner.difficulty).isGreaterThan(before);
		assertThat(lines).hasSize(3).startsWith(OK);
		assertThat(lines.get(1)).contains("mining.set_difficulty");
		assertThat(lines.get(2)).contains("mining.notify");
	}

	@Test
	void lowersTheDifficultyOfASilentMiner() {
		login();
		double before = this.miner.difficulty;
		for (int i = 0; i < 300 && this.miner.difficulty == before; i++) {
			this.fixture.pass(Duration.ofSeconds(1));
			this.miner.session.sweep(this.fixture.nanoTime());
			List<String> lines = this.miner.lines();
			assertThat(lines.size()).isIn(0, 2);
		}
		assertThat(this.miner.difficulty).isLessThan(before);
	}

	@Test
	void answersTheOtherMethods() {
		login();
		assertThat(last("mining.extranonce.subscribe", "[]")).isEqualTo(OK);
		assertThat(last("mining.get_transactions", "[\"1\"]")).isEqualTo("{\"id\":9,\"result\":[],\"error\":null}");
		assertThat(last("mining.multi_version", "[1]")).isEqualTo(OK);
		assertThat(last("mining.ping", "[]")).isEqualTo("{\"id\":9,\"result\":\"pong\",\"error\":null}");
		assertThat(last("mining.capabilities", "[{}]")).isEqualTo(OK);
		this.miner.send("{\"id\":null,\"method\":\"mining.set_goal\",\"params\":[\"x\"]}",
				"{\"method\":\"mining.capabilities\"}", "{\"id\":3,\"method\":\"pong\",\"params\":[]}",
				"{\"id\":42,\"result\":\"pong\",\"error\":null}");
		assertThat(this.miner.lines()).isEmpty();
		assertThat(last("mining.remote", "[]")).contains("[-3,\"Method not found\"");
		assertThat(this.miner.connection.closed).isFalse();
		assertThat(this.miner.ask("mining.term", "[]")).isEmpty();
		assertThat(this.miner.connection.closed).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"a\",\"pass\":\"x\",\"agent\":\"xmrig\"}}",
			"{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"0x0\"],\"worker\":\"rig1\"}",
			"{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"ethminer\",\"EthereumStratum/1.0.0\"]}" })
	void tellsMinersOfOtherCoinsOnceAndCloses(String line) {
		this.miner = this.fixture.start().connect();
		this.miner.send(line, line);
		assertThat(this.miner.lines()).singleElement()
			.asString()
			.startsWith("{\"id\":1,\"result\":null,\"error\":[20,");
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.FOREIGN_PROTOCOL);
	}

	private void login() {
		this.miner = this.fixture.start().connect().login("addr");
	}

	private String last(String method, String params) {
		List<String> lines = this.miner.ask(method, params);
		assertThat(lines).as(method + params).hasSize(1);
		return lines.get(0);
	}

	private String submit(String extranonce2, String nonce) {
		return last("mining.submit", this.miner.submission("addr", extranonce2, nonce));
	}

	private String submitRolled(String nonce, String bits) {
		String params = this.miner.submission("addr", EN2, nonce);
		return last("mining.submit", params.substring(0, params.length() - 1) + ",\"" + bits + "\"]");
	}

}
