package io.stratum.demo.miner;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.stratum.client.StratumClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoMiner} with a pool that the test plays.
 */
@Timeout(60)
class DemoMinerIntegrationTests {

	private static final double EASY = 0.000001;

	private FakePool pool;

	private DemoMiner miner;

	@BeforeEach
	void start() throws Exception {
		this.pool = new FakePool();
		MinersProperties properties = new MinersProperties();
		properties.setMaxBackoff(Duration.ofSeconds(1));
		StratumClient client = StratumClient.builder().uri(this.pool.uri()).build();
		this.miner = new DemoMiner("demo.tcp", new Sv1Link("demo.tcp"), client, this.pool.uri(), properties);
		this.miner.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.miner.stop();
		this.pool.close();
	}

	@Test
	void submitsSharesOfTheNewestJob() throws Exception {
		this.pool.acceptMiner(EASY);
		assertThat(this.pool.expect("mining.submit")).contains("[\"demo.tcp\",\"1\",\"00000000\",\"504e86ed\",");
		this.pool.sendJob("2");
		String line = this.pool.expect("mining.submit");
		while (!line.contains("\"2\"")) {
			line = this.pool.expect("mining.submit");
		}
	}

	@Test
	void connectsAgainWhenTheConnectionIsLost() throws Exception {
		this.pool.acceptMiner(EASY);
		this.pool.disconnect();
		this.pool.acceptMiner(EASY);
		this.pool.expect("mining.submit");
	}

	@Test
	void connectsAgainWhenTheLoginFails() throws Exception {
		this.pool.accept();
		this.pool.expect("mining.subscribe");
		this.pool.send("{\"id\":1,\"result\":null,\"error\":[20,\"No work yet\",null]}");
		assertThat(this.pool.isLeft()).isTrue();
		this.pool.acceptMiner(EASY);
	}

	@Test
	void followsReconnectToAnotherPort() throws Exception {
		this.pool.acceptMiner(1e9);
		try (FakePool other = new FakePool()) {
			this.pool.send("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"\"," + other.port() + ",0]}");
			assertThat(this.pool.isLeft()).isTrue();
			other.acceptMiner(EASY);
		}
	}

	@Test
	void doesNotFollowReconnectToAnotherHost() throws Exception {
		this.pool.acceptMiner(1e9);
		try (FakePool other = new FakePool()) {
			this.pool.send(
					"{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"localhost\"," + other.port() + ",0]}");
			assertThat(this.pool.isLeft()).isTrue();
			this.pool.acceptMiner(EASY);
		}
	}

	@Test
	void stopsAtOnce() throws Exception {
		this.pool.acceptMiner(1e9);
		long start = System.nanoTime();
		this.miner.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(this.pool.isLeft()).isTrue();
	}

}
