package io.stratum.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.client.StratumClient;
import io.stratum.client.sv2.Sv2Job;
import io.stratum.client.sv2.Sv2MinerChannel;
import io.stratum.client.sv2.Sv2MinerListener;
import io.stratum.client.sv2.Sv2MinerSession;
import io.stratum.client.sv2.Sv2Setup;
import io.stratum.client.sv2.Sv2Share;
import io.stratum.client.transport.Sv2Security;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.MiningListener;
import io.stratum.node.RegtestNode;
import io.stratum.test.ScriptedMiner;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool that is nothing but the name of a real node mines its blocks, whatever its
 * miners speak.
 */
class RealNodePoolIntegrationTests {

	private static final String ADDRESS = EmptyTemplates.REGTEST_ADDRESS;

	private static final int BLOCKS = 40;

	private static final long SUBSIDY = 5_000_000_000L;

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	Path directory;

	private RegtestNode node;

	private ConfigurableApplicationContext pool;

	@BeforeEach
	void start() {
		this.node = new RegtestNode(this.directory);
		this.node.mine(1);
		startPool();
	}

	@AfterEach
	void stop() {
		if (this.pool != null) {
			this.pool.close();
		}
		if (this.node != null) {
			this.node.close();
		}
	}

	@Test
	@Timeout(180)
	void minesForMinersOfV1AndGoesOnAfterARestart() {
		int first = this.node.height();
		mineByV1(first + BLOCKS);
		assertBlocks(first);
		this.pool.close();
		int second = this.node.height();
		startPool();
		mineByV1(second + 5);
		assertBlocks(second);
	}

	private void mineByV1(int height) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port())) {
			ShareMaker maker = ShareMaker.of(miner.request("mining.subscribe", "test"));
			assertThat(miner.request("mining.authorize", ADDRESS + ".v1", "x").path("result").asBoolean()).isTrue();
			while (this.node.height() < height) {
				JsonNode job = miner.awaitMethod("mining.notify");
				int before = this.node.height();
				miner.request("mining.submit", (Object[]) maker.share(job, ADDRESS + ".v1", 0x1p-31));
				Awaitility.await().until(() -> this.node.height() > before);
			}
		}
	}

	@Test
	@Timeout(180)
	void minesForMinersOfV2() {
		int first = this.node.height();
		StratumClient client = StratumClient.builder()
			.uri("stratum2+tcp://127.0.0.1:" + port())
			.sv2Security(Sv2Security.plaintext())
			.build();
		Sv2MinerSession session = Sv2MinerSession.connect(client, Sv2Setup.of("test", "1"), new Sv2MinerListener() {
		}).block(LONG);
		Sv2MinerChannel channel = session.openExtendedChannel(ADDRESS + ".v2", 1, Target.MAX, 4).block(LONG);
		int extranonce = 0;
		while (this.node.height() < first + BLOCKS) {
			Awaitility.await()
				.until(() -> channel.job() != null && channel.job().previousBlock().toString().equals(this.node.tip()));
			int before = this.node.height();
			channel.submit(share(channel.job(), extranonce++)).block(LONG);
			Awaitility.await().until(() -> this.node.height() > before);
		}
		session.close();
		assertBlocks(first);
	}

	/** A block, as far as the chain of the test is concerned. */
	private static Sv2Share share(Sv2Job job, int extranonce) {
		byte[] bytes = ByteBuffer.allocate(job.extranonceSize()).putInt(extranonce).array();
		byte[] header = job.header(bytes);
		byte[] hash = new byte[Hash256.LENGTH];
		int nonce = 0;
		do {
			LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, nonce++);
			new Sha256d().hash(header, 0, header.length, hash, 0);
		}
		while (!Target.ofCompact(job.nBits()).isMetBy(hash));
		return new Sv2Share(job, LittleEndian.getInt(header, BlockHeader.TIME_OFFSET),
				LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET), job.version(), bytes, null);
	}

	/** Each block is on the chain, was accepted at once, and pays what it may. */
	private void assertBlocks(int first) {
		List<String> outcomes = this.pool.getBean(Outcomes.class).outcomes;
		int height = this.node.height();
		Awaitility.await().atMost(LONG).until(() -> outcomes.size() >= height - first);
		assertThat(outcomes.stream().distinct()).containsExactly("accepted");
		for (int at = first + 1; at <= height; at++) {
			JsonNode hash = this.node.call("getblockhash", "[" + at + "]");
			JsonNode coinbase = this.node.call("getblock", "[" + hash + ",2]").path("tx").path(0);
			assertThat(coinbase.path("vout").path(0).path("scriptPubKey").path("address").asString())
				.isEqualTo(ADDRESS);
			assertThat(coinbase.path("vout").path(0).path("value").decimalValue().movePointRight(8).longValueExact())
				.isEqualTo(SUBSIDY >> (at / 150));
		}
	}

	private int port() {
		return this.pool.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
	}

	private void startPool() {
		this.pool = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.node.url=" + this.node.url(),
					"stratum.node.cookie-file=" + this.node.cookie(), "stratum.sv2.plaintext=true",
					"stratum.difficulty.minimum=0.0000000004", "stratum.difficulty.initial=0.0000000004",
					"stratum.difficulty.variable=false", "spring.reactor.netty.shutdown-quiet-period=0s")
			.run();
		Awaitility.await().atMost(LONG).until(() -> this.pool.getBean(MiningEngine.class).isReady());
	}

	/**
	 * What the node said.
	 */
	static final class Outcomes implements MiningListener {

		final List<String> outcomes = new CopyOnWriteArrayList<>();

		@Override
		public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
			this.outcomes.add(outcome.detail());
		}

	}

	/**
	 * A pool.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Outcomes outcomes() {
			return new Outcomes();
		}

	}

}
