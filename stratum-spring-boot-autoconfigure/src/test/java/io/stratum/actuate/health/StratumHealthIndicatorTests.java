package io.stratum.actuate.health;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Authentication;
import io.stratum.mining.Dialect;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.Worker;
import io.stratum.mining.address.BitcoinNetwork;
import io.stratum.mining.address.SoloPayoutPolicy;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class StratumHealthIndicatorTests {

	private static final BoundListener TCP = new BoundListener("tcp", "tcp", "0.0.0.0", 3333, 1, List.of(Dialect.SV1));

	private final StratumServer server = mock(StratumServer.class);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final MiningEngine engine = engine(Bans.none());

	@AfterEach
	void stop() {
		this.engine.stop();
	}

	@Test
	void isUpWhileListening() {
		given(this.server.listeners()).willReturn(List.of(TCP));
		Health health = health(this.server, null);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnly(entry("sessions", 0), entry("listeners", 1));
	}

	@Test
	void isDownWhileNotListening() {
		given(this.server.listeners()).willReturn(List.of());
		Health health = health(this.server, null);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reason", "not listening");
	}

	@Test
	void isDownBeforeTheFirstWork() {
		Health health = health(null, this.engine);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsOnly(entry("sessions", 0), entry("reason", "no work"));
	}

	@Test
	void isUpWithFreshWorkAndDownWhenItIsTooOld() {
		this.engine.start();
		Awaitility.await().until(this.engine::isReady);
		Health health = health(null, this.engine);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("height", 100).containsKey("workAgeSeconds");
		this.now.updateAndGet((instant) -> instant.plus(Duration.ofHours(1)));
		Health old = health(null, this.engine);
		assertThat(old.getStatus()).isEqualTo(Status.DOWN);
		assertThat(old.getDetails()).containsEntry("reason", "work too old");
	}

	@Test
	void namesAStoreOfBansThatFailsAndIsUp() {
		given(this.server.listeners()).willReturn(List.of(TCP));
		Bans bans = new TestBans().withoutStore();
		bans.start();
		Health health = new StratumHealthIndicator(this.server, null, bans, new SessionRegistry(), List::of).health();
		bans.stop();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails().get("faults")).asString()
			.matches("\\{BanStore \\(.*\\)=java.io.IOException: store fails \\(since .*\\)}");
	}

	@Test
	void namesAPolicyOfBansThatFails() {
		Bans bans = new TestBans().failing();
		bans.malformed(new InetSocketAddress("192.0.2.1", 1).getAddress());
		MiningEngine mining = engine(bans);
		assertThat(health(null, mining).getDetails().get("faults")).asString().contains("policy fails");
		mining.stop();
	}

	private static Health health(@Nullable StratumServer server, @Nullable MiningEngine engine) {
		return new StratumHealthIndicator(server, engine, Bans.none(), new SessionRegistry(), List::of).health();
	}

	private MiningEngine engine(Bans bans) {
		PayoutPolicy payout = new SoloPayoutPolicy(BitcoinNetwork.REGTEST.format());
		EnginePolicies policies = new EnginePolicies(new EmptyTemplates(),
				(request) -> Authentication.accepted(Worker.of(request.workerName())), payout, null, null,
				new RetargetingDifficultyPolicy(), new Sha256dProofOfWork(), List.of(), new Listeners(List.of()), null,
				bans, null);
		EngineSettings settings = new EngineSettings(0, 8, 0, Duration.ofSeconds(3), Duration.ofSeconds(30),
				Duration.ofMinutes(2), Duration.ofMinutes(10),
				new EngineSettings.Calls(Duration.ofSeconds(10), 16, Duration.ofSeconds(30)),
				new EngineSettings.CoinbaseSettings("", 750),
				new EngineSettings.Acknowledgement(false, Duration.ZERO, Duration.ofSeconds(5), 1, 1),
				new EngineSettings.Resume(Duration.ZERO, 0), null);
		return new MiningEngine(settings, policies, Thread::new, this.now::get, System::nanoTime);
	}

}
