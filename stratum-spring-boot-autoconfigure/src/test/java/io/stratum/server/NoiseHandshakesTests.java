package io.stratum.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.netty.buffer.Unpooled;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.stratum.NewThreads;
import io.stratum.mining.Dialect;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.server.ListenerSettings.ProtocolSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NoiseHandshakes} and its settings.
 */
class NoiseHandshakesTests {

	private final NewThreads threads = new NewThreads();

	private final AuthorityKeyPair authority = AuthorityKeyPair.generate(new SecureRandom());

	@Test
	void boundsWhatIsComputedAndWhatWaits() {
		CountDownLatch latch = new CountDownLatch(1);
		try (NoiseHandshakes handshakes = handshakes()) {
			for (int i = 0; i < 2 + 3; i++) {
				assertThat(handshakes.submit(() -> await(latch))).isTrue();
			}
			assertThat(handshakes.submit(() -> await(latch))).isFalse();
			assertThat(threads()).isEqualTo(2);
			latch.countDown();
			Awaitility.await().until(() -> handshakes.submit(() -> {
			}));
		}
		Awaitility.await().until(() -> threads() == 0);
	}

	@Test
	void computesNothingWhenClosed() {
		NoiseHandshakes handshakes = handshakes();
		handshakes.close();
		assertThat(handshakes.submit(() -> {
		})).isFalse();
		assertThat(handshakes.publicKey()).isEqualTo(this.authority.publicKey());
	}

	@Test
	void demandsACompleteAct() {
		try (NoiseHandshakes handshakes = handshakes()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> handshakes.respond(Unpooled.wrappedBuffer(new byte[63]), Unpooled.buffer()));
		}
	}

	@Test
	void checksTheSettings() {
		Duration hour = Duration.ofHours(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new NoiseSettings(this.authority, hour, 0, 1, hour))
			.withMessage("threads: 0 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> new NoiseSettings(this.authority, hour, 1, 0, hour))
			.withMessage("max waiting: 0 (expected: >= 1)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new NoiseSettings(this.authority, hour, 1, 1, Duration.ZERO))
			.withMessage("timeout: PT0S (expected: > PT0S)");
	}

	@Test
	void doesNotShowTheSecret() {
		assertThat(new NoiseSettings(this.authority, Duration.ofHours(1), 1, 1, Duration.ofSeconds(1)).toString())
			.contains(this.authority.publicKey().toString())
			.doesNotContain(this.authority.toSecretText());
	}

	@Test
	void isNeededForStratumV2() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionFactories(Map.of(Dialect.SV2, new EchoSessions()), null))
			.withMessage("sessions of SV2 need handshakes");
		assertThatIllegalArgumentException().isThrownBy(() -> new ProtocolSettings(Set.of(), true))
			.withMessage("dialects: none (expected: at least one)");
	}

	private NoiseHandshakes handshakes() {
		return new NoiseHandshakes(new NoiseSettings(this.authority, Duration.ofHours(1), 2, 3, Duration.ofSeconds(10)),
				InstantSource.system());
	}

	private long threads() {
		return this.threads.count("stratum-handshake-");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
