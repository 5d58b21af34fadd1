package io.stratum.client.btcagent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Sha256d;
import io.stratum.client.MinerJob;
import io.stratum.client.StratumClient;
import io.stratum.client.StratumConnectionException;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentSession} and its workers.
 */
class AgentSessionIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String CAPABILITIES = "{\"id\":\"caps\",\"result\":{\"capabilities\":[\"verrol\",\"subres\"]}}";

	private static final String SUBSCRIBED = "{\"id\":\"sub\",\"result\":[[[\"mining.notify\",\"09000001\"]],\"09000001\",8],\"error\":null}";

	private static final String AUTHORIZED = "{\"id\":\"auth\",\"result\":true,\"error\":null}";

	private final Recording events = new Recording();

	private ScriptedPool pool;

	private AgentSession session;

	@BeforeEach
	void start() throws Exception {
		this.pool = new ScriptedPool();
	}

	@AfterEach
	void close() throws Exception {
		if (this.session != null) {
			this.session.close();
		}
		this.pool.close();
	}

	private CompletableFuture<AgentSession> dial(boolean responses) throws Exception {
		return dial(responses, Duration.ofSeconds(30));
	}

	private CompletableFuture<AgentSession> dial(boolean responses, Duration timeout) throws Exception {
		StratumClient client = StratumClient.builder().uri(this.pool.uri()).requestTimeout(timeout).build();
		AgentSetup setup = new AgentSetup("account", "", AgentSetup.USER_AGENT, responses);
		CompletableFuture<AgentSession> connecting = AgentSession.connect(client, setup, this.events).toFuture();
		this.pool.accept();
		return connecting;
	}

	private void connect() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(true);
		this.pool.line();
		this.pool.line("{\"id\":\"conn_test\",\"result\":{\"capabilities\":[]}}");
		for (int i = 0; i < 5; i++) {
			this.pool.line();
		}
		this.pool.line(CAPABILITIES);
		this.pool.line(SUBSCRIBED);
		this.pool.line(AUTHORIZED);
		this.session = connecting.get();
	}

	private void startWork() throws Exception {
		this.pool.line("{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}");
		this.pool.line("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.00003]}");
		notifyJob("9");
	}

	private void notifyJob(String id) throws Exception {
		this.pool.line("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"" + id + "\",\"" + "00".repeat(32)
				+ "\",\"01\",\"02\",[],\"20000000\",\"207fffff\",\"504e86ed\",true]}");
	}

	@Test
	void opensLikeTheCommonAgent() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(false);
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"conn_test\",\"method\":\"agent.get_capabilities\",\"params\":[[\"verrol\"]]}\n");
		assertThat(this.pool.available()).isZero();
		this.pool.line("{\"id\":null,\"method\":\"any.line\",\"params\":[]}");
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"caps\",\"method\":\"agent.get_capabilities\",\"params\":[[\"verrol\"]]}\n");
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"conf\",\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],"
					+ "{\"version-rolling.mask\":\"ffffffff\",\"version-rolling.min-bit-count\":0}]}\n");
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"sub\",\"method\":\"mining.subscribe\",\"params\":[\"btccom-agent/2.0.0-mu\"]}\n");
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"auth\",\"method\":\"mining.authorize\",\"params\":[\"account\",\"\"]}\n");
		assertThat(this.pool.line())
			.isEqualTo("{\"id\":\"caps_again\",\"method\":\"agent.get_capabilities\",\"params\":[[\"verrol\"]]}\n");
		this.pool.line(SUBSCRIBED);
		assertThat(connecting).isNotDone();
		this.pool.line(AUTHORIZED);
		this.session = connecting.get();
	}

	@Test
	void asksForSubmitResponses() throws Exception {
		dial(true);
		assertThat(this.pool.line()).endsWith("\"params\":[[\"verrol\",\"subres\"]]}\n");
	}

	@Test
	void registersSubmitsAndUnregisters() throws Exception {
		connect();
		startWork();
		RegisteredWorker first = this.session.register("a", "zero").block(LIMIT);
		RegisteredWorker worker = this.session.register("cgminer/4.11.1", "rig01").block(LIMIT);
		assertThat(this.pool.bytes(13)).isEqualTo("7f010d0000006100" + "7a65726f00");
		assertThat(this.pool.bytes(27)).isEqualTo("7f011b00010063676d696e65722f342e31312e3100726967303100");
		awaitEvents("job 0 9 3.0E-5 1fffe000", "job 1 9 3.0E-5 1fffe000");
		CompletableFuture<Void> plain = worker.submit(share(worker, 0)).toFuture();
		CompletableFuture<Void> rolled = worker.submit(share(worker, 0x00c02000)).toFuture();
		assertThat(this.pool.bytes(19)).isEqualTo("7f031300090100" + "0d0c0b0a" + "027c95b2" + "ed864e50");
		assertThat(this.pool.bytes(23)).isEqualTo("7f131700090100" + "0d0c0b0a" + "027c95b2" + "ed864e50" + "0020c000");
		this.pool.frame("7f100a00010017000000");
		this.pool.frame("7f100a00630017000000");
		this.pool.frame("7f100a00000087962c6b");
		assertThat(rolled).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(StratumErrorException.class, (ex) -> assertThat(ex.error().code()).isEqualTo(23));
		assertThat(plain).succeedsWithin(LIMIT);
		AgentShare late = share(worker, 0);
		worker.unregister();
		assertThat(this.pool.bytes(6)).isEqualTo("7f0406000100");
		assertThat(worker.submit(late).toFuture()).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("worker 1 has left");
		assertThat(this.session.workers()).containsExactly(first);
		assertThat(this.session.register("", "again").block(LIMIT).session()).isEqualTo(2);
	}

	@Test
	void coinbaseHoldsPoolSessionWorkerAndExtranonce() throws Exception {
		connect();
		startWork();
		RegisteredWorker worker = this.session.register("a", "b").block(LIMIT);
		awaitEvents("job 0 9 3.0E-5 1fffe000");
		byte[] header = worker.job().header(HexFormat.of().parseHex("0a0b0c0d"));
		byte[] root = Sha256d.hash(HexFormat.of().parseHex("01" + "09000001" + "00000000" + "0a0b0c0d" + "02"))
			.toInternal();
		assertThat(HexFormat.of().formatHex(header, 36, 68)).isEqualTo(HexFormat.of().formatHex(root));
	}

	@Test
	void difficultyOfAWorkerHoldsFromItsNextJob() throws Exception {
		connect();
		startWork();
		for (int i = 0; i < 2; i++) {
			this.session.register("a", "b").block(LIMIT);
		}
		awaitEvents("job 0 9 3.0E-5 1fffe000", "job 1 9 3.0E-5 1fffe000");
		this.pool.frame("7f050b000e020001003412");
		this.pool.line("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[5]}");
		notifyJob("10");
		awaitEvents("job 0 9 3.0E-5 1fffe000", "job 1 9 3.0E-5 1fffe000", "difficulty 1 16384.0",
				"job 0 10 3.0E-5 1fffe000", "job 1 10 16384.0 1fffe000");
	}

	@Test
	void workersThatComeBeforeTheFirstJobGetIt() throws Exception {
		connect();
		this.session.register("a", "b").block(LIMIT);
		startWork();
		awaitEvents("job 0 9 3.0E-5 1fffe000");
	}

	@Test
	void linesAndFramesMayBeCutAnywhere() throws Exception {
		connect();
		this.session.register("a", "b").block(LIMIT);
		startWork();
		awaitEvents("job 0 9 3.0E-5 1fffe000");
		byte[] frame = HexFormat.of().parseHex("7f050900030100" + "0000");
		byte[] line = "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}\n".getBytes(StandardCharsets.UTF_8);
		byte[] all = new byte[2 * frame.length + line.length];
		System.arraycopy(frame, 0, all, 0, frame.length);
		System.arraycopy(line, 0, all, frame.length, line.length);
		System.arraycopy(frame, 0, all, frame.length + line.length, frame.length);
		for (byte one : all) {
			this.pool.send(new byte[] { one });
		}
		awaitEvents("job 0 9 3.0E-5 1fffe000", "difficulty 0 8.0", "difficulty 0 8.0");
		this.pool.send(all);
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).hasSize(5));
	}

	@Test
	void withoutResponsesASubmitIsDoneWhenItIsSent() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(false);
		this.pool.line("{\"id\":\"conn_test\",\"result\":{}}");
		this.pool.line(CAPABILITIES);
		this.pool.line(SUBSCRIBED);
		this.pool.line(AUTHORIZED);
		this.session = connecting.get();
		startWork();
		RegisteredWorker worker = this.session.register("a", "b").block(LIMIT);
		awaitEvents("job 0 9 3.0E-5 1fffe000");
		assertThat(worker.submit(share(worker, 0)).toFuture()).succeedsWithin(LIMIT);
	}

	@Test
	void failsWhenTheAccountIsRefused() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(true);
		this.pool.line("{\"id\":\"conn_test\",\"result\":{}}");
		this.pool.line(SUBSCRIBED);
		this.pool.line("{\"id\":\"auth\",\"result\":null,\"error\":[24,\"Unauthorized\",null]}");
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumErrorException.class);
	}

	@Test
	void failsWhenThePoolDoesNotAuthorizeInTime() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(true, Duration.ofMillis(100));
		this.pool.line("{\"id\":\"conn_test\",\"result\":{}}");
		this.pool.line(SUBSCRIBED);
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumConnectionException.class)
			.withMessageEndingWith("the agent is not authorized within PT0.1S");
	}

	@Test
	void failsWhenTheExtranonceHasNoPlaceForWorkers() throws Exception {
		CompletableFuture<AgentSession> connecting = dial(true);
		this.pool.line("{\"id\":\"conn_test\",\"result\":{}}");
		this.pool.line("{\"id\":\"sub\",\"result\":[[],\"09000001\",4],\"error\":null}");
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumConnectionException.class)
			.withMessageContaining("extranonce sizes: 4 and 4 (expected: 4 and 8)");
	}

	@Test
	void closesWhenAJobIdFitsNoByte() throws Exception {
		connect();
		startWork();
		notifyJob("256");
		awaitEvents("closed job id: \"256\" (expected: 0 to 255)");
		assertThat(this.session.register("a", "b").toFuture()).failsWithin(LIMIT);
	}

	@Test
	void closesOnAFrameThatIsTooShortToHaveAnEnd() throws Exception {
		connect();
		this.pool.frame("7f050300");
		awaitEvents("closed frame length: 3 (expected: 4 to 65535)");
	}

	@Test
	void refusesFramesBeforeTheAuthorization() throws Exception {
		dial(true);
		this.pool.line("{\"id\":\"conn_test\",\"result\":{}}");
		this.pool.frame("7f0509000301000000");
		awaitEvents("closed frame before authorization (expected: a line)");
	}

	private static AgentShare share(RegisteredWorker worker, int versionBits) {
		return new AgentShare(worker.job(), 0x0a0b0c0d, 0x504e86ed, 0xb2957c02, versionBits);
	}

	private void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).containsExactly(expected));
	}

	private static final class Recording implements AgentListener {

		private final List<String> list = new CopyOnWriteArrayList<>();

		@Override
		public void jobReceived(RegisteredWorker worker, MinerJob job) {
			this.list.add("job " + worker.session() + " " + job.params().jobId() + " " + job.difficulty() + " "
					+ Integer.toHexString(job.versionMask()));
		}

		@Override
		public void difficultyChanged(RegisteredWorker worker) {
			this.list.add("difficulty " + worker.session() + " " + worker.difficulty());
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.list.add("closed " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
