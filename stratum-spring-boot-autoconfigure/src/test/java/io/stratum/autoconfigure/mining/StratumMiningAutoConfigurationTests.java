package io.stratum.autoconfigure.mining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.autoconfigure.PhasedLifecycle;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.Authentication;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.address.FixedPayoutPolicy;
import io.stratum.mining.address.SoloPayoutPolicy;
import io.stratum.mining.pow.ScryptProofOfWork;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.DifficultyPolicy;
import io.stratum.session.MessageHandlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class StratumMiningAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class))
		.withPropertyValues("stratum.mining.network=regtest");

	private final ApplicationContextRunner mining = this.runner.withBean(EmptyTemplates.class);

	@Test
	void doesNotMineWithoutTemplates() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(MiningEngine.class)
			.doesNotHaveBean(WorkerAuthenticator.class));
	}

	@Test
	void doesNotMineWhenDisabled() {
		this.mining.withPropertyValues("stratum.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MiningEngine.class));
	}

	@Test
	void minesWithTemplatesOnly(CapturedOutput output) {
		this.mining.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(MiningEngine.class);
			EnginePolicies policies = context.getBean(EnginePolicies.class);
			assertThat(policies.payout()).isInstanceOf(SoloPayoutPolicy.class);
			assertThat(policies.fallbackPayout()).isNull();
			assertThat(policies.proofOfWork()).isInstanceOf(Sha256dProofOfWork.class);
			assertThat(policies.recorder()).isNull();
			assertThat(policies.customJobs()).isNull();
			assertThat(context.getBean(MessageHandlers.class).methods()).contains("mining.subscribe",
					"mining.authorize", "mining.submit", "mining.configure");
		});
		assertThat(output).containsOnlyOnce("Anyone may mine: there is no WorkerAuthenticator bean")
			.containsOnlyOnce("Found blocks go nowhere: there is no BlockSubmitter bean");
	}

	@Test
	void letsClientsSelectTheirWorkIfThereIsAPolicy() {
		this.mining.withBean(CustomJobPolicy.class, () -> (job, current) -> Decision.accepted())
			.run((context) -> assertThat(context.getBean(MiningEngine.class).customJobs()).isNotNull());
	}

	@Test
	void startsEngineBeforeServersAndStopsItAfterThem() {
		this.mining.run((context) -> {
			PhasedLifecycle lifecycle = context.getBean("stratumMiningEngineLifecycle", PhasedLifecycle.class);
			assertThat(lifecycle.isRunning()).isTrue();
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.getPhase()).isLessThan(Integer.MAX_VALUE - 2048).isPositive();
			assertThat(context.getBean(MiningEngine.class).status().running()).isTrue();
			context.stop();
			assertThat(context.getBean(MiningEngine.class).status().running()).isFalse();
			context.start();
			assertThat(context.getBean(MiningEngine.class).status().running()).isTrue();
		});
	}

	@Test
	void isSilentWithAuthenticatorAndSubmitter(CapturedOutput output) {
		this.mining.withBean(WorkerAuthenticator.class, () -> (request) -> Authentication.refused("closed"))
			.withBean(BlockSubmitter.class, () -> (block) -> BlockOutcome.ACCEPTED)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(WorkerAuthenticator.class));
		assertThat(output).doesNotContain("Anyone may mine").doesNotContain("Found blocks go nowhere");
	}

	@Test
	void paysTheConfiguredAddress() {
		this.mining.withPropertyValues("stratum.mining.payout-address=" + EmptyTemplates.REGTEST_ADDRESS)
			.run((context) -> assertThat(context.getBean(PayoutPolicy.class)).isInstanceOf(FixedPayoutPolicy.class));
	}

	@Test
	void addressIsTheFallbackOfAPolicyOfTheUser() {
		PayoutPolicy policy = mock(PayoutPolicy.class);
		this.mining.withBean(PayoutPolicy.class, () -> policy)
			.withPropertyValues("stratum.mining.payout-address=" + EmptyTemplates.REGTEST_ADDRESS)
			.run((context) -> {
				EnginePolicies policies = context.getBean(EnginePolicies.class);
				assertThat(policies.payout()).isSameAs(policy);
				assertThat(policies.fallbackPayout()).isInstanceOf(FixedPayoutPolicy.class);
			});
	}

	@Test
	void refusesAddressOfAnotherNetwork() {
		this.mining
			.withPropertyValues("stratum.mining.network=mainnet",
					"stratum.mining.payout-address=" + EmptyTemplates.REGTEST_ADDRESS)
			.run((context) -> {
				FailureAnalysis failure = failure(context.getStartupFailure());
				assertThat(failure.getDescription()).isEqualTo("Property 'stratum.mining.payout-address': '"
						+ EmptyTemplates.REGTEST_ADDRESS + "' (expected: an address of the network mainnet)");
				assertThat(failure.getAction())
					.isEqualTo("Correct the address, or set 'stratum.mining.network' to the network that it belongs to."
							+ " For a chain other than Bitcoin set 'stratum.mining.address.*' to how its addresses"
							+ " begin.");
			});
	}

	@Test
	void refusesBlockDirectoryThatCannotBeMade(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("file"));
		this.mining.withPropertyValues("stratum.mining.block-directory=" + file).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("Property 'stratum.mining.block-directory': " + file);
		});
	}

	@Test
	void hashesByScryptWhenAskedTo() {
		this.mining.withPropertyValues("stratum.mining.proof-of-work=scrypt")
			.run((context) -> assertThat(context.getBean(ProofOfWork.class)).isInstanceOf(ScryptProofOfWork.class));
	}

	@Test
	void asksForBouncyCastleWhenItIsMissing() {
		this.mining.withPropertyValues("stratum.mining.proof-of-work=scrypt")
			.withClassLoader(new FilteredClassLoader(SCrypt.class))
			.run((context) -> assertThat(failure(context.getStartupFailure()).getAction())
				.isEqualTo("Add the dependency 'org.bouncycastle:bcprov-jdk18on'."));
	}

	@Test
	void usesPoliciesOfTheUser() {
		ShareRecorder recorder = (shares) -> {
		};
		DifficultyPolicy difficulty = mock(DifficultyPolicy.class);
		ProofOfWork proofOfWork = new Sha256dProofOfWork();
		MiningListener listener = mock(MiningListener.class);
		this.mining.withBean(ShareRecorder.class, () -> recorder)
			.withBean(DifficultyPolicy.class, () -> difficulty)
			.withBean(ProofOfWork.class, () -> proofOfWork)
			.withBean(MiningListener.class, () -> listener)
			.run((context) -> {
				EnginePolicies policies = context.getBean(EnginePolicies.class);
				assertThat(policies.recorder()).isSameAs(recorder);
				assertThat(policies.difficulty()).isSameAs(difficulty);
				assertThat(policies.proofOfWork()).isSameAs(proofOfWork);
				policies.listeners().shareRejected("rig", RejectReason.STALE);
				verify(listener).shareRejected("rig", RejectReason.STALE);
			});
	}

	@Test
	void keepsEngineOfTheUser() {
		this.mining.run((context) -> {
			MiningEngine engine = context.getBean(MiningEngine.class);
			this.mining.withBean("mine", MiningEngine.class, () -> engine)
				.run((other) -> assertThat(other.getBean(MiningEngine.class)).isSameAs(engine));
		});
	}

	@Test
	void mapsEachPropertyToTheEngine() {
		this.mining
			.withPropertyValues("stratum.node-id=7", "stratum.mining.extranonce2-size=4",
					"stratum.mining.version-mask=00002000", "stratum.mining.job-interval=5s",
					"stratum.mining.job-lifetime=6s", "stratum.mining.max-work-age=7s",
					"stratum.mining.policy-timeout=8s", "stratum.mining.policy-threads=9",
					"stratum.mining.poll-interval=2s", "stratum.session.login-timeout=10s",
					"stratum.mining.pool-tag=/x/", "stratum.mining.max-coinbase-size=2KB",
					"stratum.mining.acknowledge=validated", "stratum.mining.acknowledge-delay=1ms",
					"stratum.mining.acknowledge-timeout=2s", "stratum.mining.acknowledge-max-pending=3",
					"stratum.mining.acknowledge-batch-size=4", "stratum.mining.resume-timeout=5m",
					"stratum.mining.max-resumable=6", "stratum.mining.block-directory=/tmp/blocks")
			.run((context) -> {
				EngineSettings settings = EngineSettingsFactory.create(context.getBean(StratumProperties.class));
				assertThat(settings.toString()).isEqualTo(new EngineSettings(7, 4, 0x2000, seconds(2), seconds(5),
						seconds(6), seconds(7), new EngineSettings.Calls(seconds(8), 9, seconds(10)),
						new EngineSettings.CoinbaseSettings("/x/", 2048),
						new EngineSettings.Acknowledgement(false, Duration.ofMillis(1), seconds(2), 3, 4),
						new EngineSettings.Resume(seconds(300), 6), Path.of("/tmp/blocks"))
					.toString());
			});
	}

	@Test
	void followsBlocksWithABlockChain() {
		BlockChain chain = (hash) -> BlockChain.UNKNOWN;
		this.mining.run((context) -> assertThat(context.getBean(EnginePolicies.class).following()).isNull());
		this.mining.withBean(BlockChain.class, () -> chain)
			.withPropertyValues("stratum.mining.confirmations=12")
			.run((context) -> assertThat(context.getBean(EnginePolicies.class).following())
				.isEqualTo(new EnginePolicies.Following(chain, 12)));
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

	private static FailureAnalysis failure(Throwable failure) {
		Throwable current = failure;
		while (!(current instanceof FailureAnalyzedException)) {
			current = current.getCause();
		}
		return ((FailureAnalyzedException) current).analysis();
	}

}
