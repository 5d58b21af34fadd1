package io.stratum.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import io.stratum.client.MinerJob;
import io.stratum.client.MinerListener;
import io.stratum.client.MinerSession;
import io.stratum.client.StratumClient;
import io.stratum.demo.chain.EmbeddedChain;
import io.stratum.demo.pool.BlockLedger;
import io.stratum.demo.pool.FoundBlock;
import io.stratum.demo.pool.ShareLedger;
import io.stratum.mining.MiningListener;
import io.stratum.mining.Share;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the whole demo: miners on both transports find blocks that the chain takes.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "stratum.listeners.tcp.port=0", "stratum.listeners.ws.port=0" })
@Import(DemoApplicationIntegrationTests.AcceptedShares.class)
class DemoApplicationIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Autowired
	private EmbeddedChain chain;

	@Autowired
	private BlockLedger blocks;

	@Autowired
	private ShareLedger shares;

	@LocalServerPort
	private int port;

	@Autowired
	private AcceptedShares accepted;

	@Test
	void acceptsSharesOfEachOfTheMiners() {
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.accepted.workers()).contains("demo.tcp", "demo.ws", "demo.sv2")
				.anyMatch((worker) -> worker.startsWith("demo.rig")));
	}

	@Test
	void findsBlocksOverBothTransportsAndShowsThem() throws Exception {
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(this.blocks.latest()).extracting(FoundBlock::listener).contains("tcp", "ws"));
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.shares.totals().shares()).isGreaterThan(4));
		assertThat((long) this.chain.height()).isGreaterThanOrEqualTo(2);
		assertThat(get("/api/status"))
			.contains("\"demo.tcp\"", "\"demo.ws\"", "\"demo.sv2\"", "\"demo.rig01\"", "\"workerCount\":50")
			.contains("\"stratum+tcp\"", "\"stratum2+tcp\"", "\"ws\"");
		assertThat(get("/")).contains("<title>Stratum demo pool</title>");
		assertThat(get("/actuator/health")).contains("\"status\":\"UP\"");
		assertThat(get("/actuator/stratum")).contains("\"tcp\"");
		assertThat(get("/actuator/stratumsessions")).contains("demo-miner/1.0", "\"sv1\"", "\"sv2\"", "\"btcagent\"");
	}

	@Test
	void givesWorkOnThePathOfTheWebServerToo() {
		CompletableFuture<MinerJob> job = new CompletableFuture<>();
		MinerSession miner = StratumClient.builder()
			.uri("ws://localhost:" + this.port + "/stratum")
			.build()
			.connectMiner(new MinerListener() {

				@Override
				public void jobReceived(MinerJob received) {
					job.complete(received);
				}

			})
			.block(LIMIT);
		assertThat(miner.subscribe().block(LIMIT).extranonce2Size()).isEqualTo(8);
		assertThat(miner.authorize("demo.web", "x").block(LIMIT)).isTrue();
		assertThat(job).succeedsWithin(LIMIT);
		miner.close();
	}

	private String get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	static final class AcceptedShares implements MiningListener {

		private final Set<String> workers = ConcurrentHashMap.newKeySet();

		@Override
		public void shareAccepted(Share share) {
			this.workers.add(share.worker().name());
		}

		Set<String> workers() {
			return this.workers;
		}

	}

}
