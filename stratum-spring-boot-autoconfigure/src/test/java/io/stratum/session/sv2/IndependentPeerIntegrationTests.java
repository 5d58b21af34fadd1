package io.stratum.session.sv2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.netty.resources.LoopResources;

import io.stratum.ban.Bans;
import io.stratum.mining.Dialect;
import io.stratum.mining.Share;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.NoiseSettings;
import io.stratum.server.SessionFactories;
import io.stratum.server.netty.NettyLoops;
import io.stratum.server.netty.NettyStratumServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that a peer in another language, on other cryptography, agrees with this server:
 * {@code .ci/sv2-peer}, a miner for Node.js. They run when {@code STRATUM_SV2_PEER} names
 * the folder where {@code .ci/sv2-peer/install} has put it.
 */
class IndependentPeerIntegrationTests {

	private static final String FOLDER = "STRATUM_SV2_PEER";

	private static final int NO_BLOCKS = 0x1d00ffff;

	private final Sv2Mine mine = new Sv2Mine();

	private final LoopResources loops = LoopResources.create("independent-peer", 1, true);

	private final NoiseHandshakes handshakes = new NoiseHandshakes(
			new NoiseSettings(AuthorityKeyPair.generate(new SecureRandom()), Duration.ofHours(1), 1, 4,
					Duration.ofSeconds(10)),
			InstantSource.system());

	private NettyStratumServer server;

	@BeforeAll
	static void findPeer() {
		assumeTrue(System.getenv(FOLDER) != null, "no independent peer: " + FOLDER + " is not set");
	}

	@AfterEach
	void close() throws Exception {
		if (this.server != null) {
			this.server.stop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.mine.close();
		}
		this.handshakes.close();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	@Test
	void agreesWithTheTranscriptOfOurTests() throws Exception {
		assertThat(run("--self-test")).isEqualTo(new Outcome(0, "independent peer: agrees with the transcript"));
	}

	@Test
	void minesByEncryptedFrames() throws Exception {
		Outcome outcome = run("127.0.0.1", start(), this.handshakes.publicKey().toString(), "4", "alice.peer");
		assertThat(outcome).isEqualTo(new Outcome(0, "independent peer: 4 accepted shares, 0 stale"));
		this.server.stop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(this.mine.accepted).hasSize(4)
			.allSatisfy((share) -> assertThat(share.worker().name()).isEqualTo("alice.peer"));
		assertThat(this.mine.malformed).isZero();
	}

	@Test
	void refusesAServerThatAnotherAuthorityCertifies() throws Exception {
		String other = AuthorityKeyPair.generate(new SecureRandom()).publicKey().toString();
		assertThat(run("127.0.0.1", start(), other, "1"))
			.isEqualTo(new Outcome(1, "independent peer: certificate: not signed by the given authority key"));
	}

	private String start() {
		this.mine.nBits = NO_BLOCKS;
		this.mine.maximum = 256;
		this.mine.start();
		Sv2MiningHandlers.register(this.mine.handlers, this.mine.engine, new Sv2Settings(3, Duration.ofSeconds(1), 3));
		Sv2SessionFactory sessions = new Sv2SessionFactory(this.mine.handlers.build(), this.mine.registry, this.mine,
				this.mine.ids, this.mine.clock(), System::nanoTime, null);
		ListenerSettings listener = new ListenerSettings("tcp", "127.0.0.1", 0, null, null,
				new ProtocolSettings(Set.of(Dialect.SV2), false), 0, 0, 0, this.mine.settings());
		ConnectionGroup group = new ConnectionGroup(listener,
				new SessionFactories(Map.of(Dialect.SV2, sessions), this.handshakes), this.mine, Bans.none());
		this.server = new NettyStratumServer(List.of(group), new NettyLoops(this.loops), List.of());
		this.server.start();
		return String.valueOf(this.server.listeners().get(0).port());
	}

	private static Outcome run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("node", Path.of(System.getenv(FOLDER), "peer.mjs").toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			return new Outcome(process.exitValue(), output.strip());
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * How the peer ended.
	 *
	 * @param code its exit code
	 * @param output its last words
	 */
	private record Outcome(int code, String output) {

	}

}
