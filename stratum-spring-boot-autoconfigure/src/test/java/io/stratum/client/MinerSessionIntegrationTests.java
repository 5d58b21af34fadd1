package io.stratum.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.sv1.Subscription;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MinerSession}.
 */
class MinerSessionIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Recording events = new Recording();

	private ScriptedServer server;

	private MinerSession session;

	@BeforeEach
	void connect() throws Exception {
		this.server = new ScriptedServer();
		this.session = StratumClient.builder()
			.uri(this.server.uri())
			.userAgent("miner/1.0")
			.build()
			.connectMiner(this.events)
			.block(LIMIT);
		this.server.accept();
	}

	@AfterEach
	void close() throws Exception {
		this.session.close();
		this.server.close();
	}

	private void subscribe() throws Exception {
		CompletableFuture<Subscription> subscription = this.session.subscribe().toFuture();
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"miner/1.0\"]}");
		this.server.sendLine("{\"id\":1,\"result\":[[[\"mining.notify\",\"5e\"]],\"08000002\",4],\"error\":null}");
		assertThat(subscription.get(10, TimeUnit.SECONDS).sessionId()).isEqualTo("5e");
	}

	@Test
	void jobHasTheDifficultyAndExtranonceThatWereSetBeforeIt() throws Exception {
		subscribe();
		notifyJob("1");
		this.server.sendLine("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.25]}");
		this.server.sendLine("{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"09\",8]}");
		this.server.sendLine("{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}");
		notifyJob("2");
		awaitEvents("job 1 1.0 4 0", "job 2 0.25 8 1fffe000");
		assertThat(this.session.job().params().jobId()).isEqualTo("2");
		assertThat(this.session.job().subscription().extranonce1()).containsExactly(9);
		assertThat(this.session.job().subscription().sessionId()).isEqualTo("5e");
		assertThat(this.session.difficulty()).isEqualTo(0.25);
	}

	@Test
	void jobBeforeTheSubscriptionIsOfNoUse() throws Exception {
		notifyJob("1");
		subscribe();
		notifyJob("2");
		awaitEvents("job 2 1.0 4 0");
	}

	@Test
	void asksForTheSessionToBeResumed() throws Exception {
		this.session.subscribe("5e").toFuture();
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"miner/1.0\",\"5e\"]}");
	}

	@Test
	void configuresVersionRolling() throws Exception {
		CompletableFuture<Integer> mask = this.session.configureVersionRolling(0x1fffe000).toFuture();
		assertThat(this.server.readLine()).contains("\"mining.configure\"", "[\"version-rolling\"]",
				"\"version-rolling.mask\":\"1fffe000\"");
		this.server.sendLine(
				"{\"id\":1,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"00ffe000\"},\"error\":null}");
		assertThat(mask.get(10, TimeUnit.SECONDS)).isEqualTo(0x00ffe000);
	}

	@Test
	void rollsNoVersionsWhenTheServerDoesNotKnowOfIt() throws Exception {
		CompletableFuture<Integer> refused = this.session.configureVersionRolling(0x1fffe000).toFuture();
		this.server.readLine();
		this.server.sendLine("{\"id\":1,\"result\":null,\"error\":[20,\"Unknown method\",null]}");
		assertThat(refused.get(10, TimeUnit.SECONDS)).isZero();
		CompletableFuture<Integer> nothing = this.session.configureVersionRolling(0x1fffe000).toFuture();
		this.server.readLine();
		this.server.sendLine("{\"id\":2,\"result\":null,\"error\":null}");
		assertThat(nothing.get(10, TimeUnit.SECONDS)).isZero();
	}

	@Test
	void closesWhenTheSubscriptionIsNothing() throws Exception {
		CompletableFuture<Subscription> subscription = this.session.subscribe().toFuture();
		this.server.readLine();
		this.server.sendLine("{\"id\":1,\"result\":null,\"error\":null}");
		assertThat(subscription).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("subscribe result: null (expected: a list");
		assertThat(this.server.readLine()).isNull();
	}

	@Test
	void authorizesAndSubmits() throws Exception {
		CompletableFuture<Boolean> authorized = this.session.authorize("worker", "x").toFuture();
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"worker\",\"x\"]}");
		this.server.sendLine("{\"id\":1,\"result\":true,\"error\":null}");
		assertThat(authorized.get(10, TimeUnit.SECONDS)).isTrue();
		ShareSubmission share = new ShareSubmission("worker", "1f", new byte[] { 0, 10 }, 0x504e86ed, 0x0b2957c0, null);
		CompletableFuture<Boolean> accepted = this.session.submit(share).toFuture();
		assertThat(this.server.readLine()).isEqualTo(
				"{\"id\":2,\"method\":\"mining.submit\",\"params\":[\"worker\",\"1f\",\"000a\",\"504e86ed\",\"0b2957c0\"]}");
		this.server.sendLine("{\"id\":2,\"result\":false,\"error\":null}");
		assertThat(accepted.get(10, TimeUnit.SECONDS)).isFalse();
		CompletableFuture<Boolean> rolled = this.session
			.submit(new ShareSubmission("worker", "1f", new byte[] { 0, 10 }, 1, 2, 0x2000))
			.toFuture();
		assertThat(this.server.readLine()).endsWith("\"00000001\",\"00000002\",\"00002000\"]}");
		this.server.sendLine("{\"id\":3,\"result\":null,\"error\":[21,\"Stale share\",null]}");
		assertThat(rolled).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumErrorException.class);
	}

	@Test
	void closesWhenTheServerOffersAnExtranonceBeyondTheBounds() throws Exception {
		CompletableFuture<Subscription> subscription = this.session.subscribe().toFuture();
		this.server.readLine();
		this.server.sendLine("{\"id\":1,\"result\":[[],\"08000002\",2000000000],\"error\":null}");
		assertThat(subscription).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumConnectionException.class)
			.withMessage("the server broke the protocol: extranonce2 size: 2000000000 (expected: 2 to 16)");
		assertThat(this.server.readLine()).isNull();
	}

	@Test
	void closesWhenAJobMakesNoSense() throws Exception {
		subscribe();
		this.server.sendLine("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1\"]}");
		awaitEvents("closed mining.notify params: 1 (expected: 9)");
	}

	@Test
	void passesOnReconnectAndMessages() throws Exception {
		this.server.sendLine("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"\",3334,1]}");
		this.server.sendLine("{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"two\\nlines\"]}");
		awaitEvents("reconnect null 3334 PT1S", "message two lines");
	}

	private void notifyJob(String id) throws Exception {
		this.server.sendLine("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"" + id + "\",\"" + "00".repeat(32)
				+ "\",\"01\",\"02\",[],\"20000000\",\"207fffff\",\"504e86ed\",false]}");
	}

	private void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).containsExactly(expected));
	}

	private static final class Recording implements MinerListener {

		private final List<String> list = new CopyOnWriteArrayList<>();

		@Override
		public void jobReceived(MinerJob job) {
			this.list.add("job " + job.params().jobId() + " " + job.difficulty() + " "
					+ job.subscription().extranonce2Size() + " " + Integer.toHexString(job.versionMask()));
		}

		@Override
		public void reconnectRequested(ReconnectRequest request) {
			this.list.add("reconnect " + request.host() + " " + request.port() + " " + request.delay());
		}

		@Override
		public void messageShown(String text) {
			this.list.add("message " + text);
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.list.add("closed " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
