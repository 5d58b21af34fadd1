package io.stratum.autoconfigure.mining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

import io.stratum.autoconfigure.BlockingTasks;
import io.stratum.autoconfigure.HashFunction;
import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.PhasedLifecycle;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.autoconfigure.node.NodeSubmitters;
import io.stratum.autoconfigure.node.StratumNodeAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Authentication;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplateCustomizer;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.pow.ScryptProofOfWork;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.DifficultyPolicy;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.SessionRegistry;

/**
 * Auto-configuration of the mining engine, for applications with a
 * {@link BlockTemplateSource}.
 */
@AutoConfiguration(after = { StratumAutoConfiguration.class, StratumBanAutoConfiguration.class,
		StratumNodeAutoConfiguration.class })
@ConditionalOnBean({ StratumSettings.class, BlockTemplateSource.class })
@Import(PayoutConfiguration.class)
public final class StratumMiningAutoConfiguration {

	private static final Log logger = LogFactory.getLog(StratumMiningAutoConfiguration.class);

	private final @Nullable ClassLoader classLoader;

	StratumMiningAutoConfiguration(ResourceLoader resourceLoader) {
		this.classLoader = resourceLoader.getClassLoader();
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerAuthenticator stratumWorkerAuthenticator() {
		logger.warn("Anyone may mine: there is no WorkerAuthenticator bean");
		return (request) -> Authentication.accepted(Worker.of(request.workerName()));
	}

	@Bean
	@ConditionalOnMissingBean
	DifficultyPolicy stratumDifficultyPolicy() {
		return new RetargetingDifficultyPolicy();
	}

	@Bean
	@ConditionalOnMissingBean
	ProofOfWork stratumProofOfWork(StratumSettings settings) {
		if (settings.properties().getMining().getProofOfWork() == HashFunction.SHA256D) {
			return new Sha256dProofOfWork();
		}
		require("org.bouncycastle.crypto.generators.SCrypt", "Property 'stratum.mining.proof-of-work' is scrypt",
				"org.bouncycastle:bcprov-jdk18on");
		return new ScryptProofOfWork();
	}

	@Bean
	@ConditionalOnMissingBean
	MiningEngine stratumMiningEngine(StratumSettings settings, EnginePolicies policies, BlockingTasks tasks) {
		prepare(settings.properties().getMining().getBlockDirectory());
		return new MiningEngine(EngineSettingsFactory.create(settings.properties()), policies, tasks.threads(),
				InstantSource.system(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	EnginePolicies stratumEnginePolicies(StratumSettings settings, BlockTemplateSource templates,
			ObjectProvider<BlockTemplateCustomizer> customizers, WorkerAuthenticator authenticator, PayoutPolicy payout,
			FallbackPayout fallback, ObjectProvider<ShareRecorder> recorder, DifficultyPolicy difficulty,
			ProofOfWork proofOfWork, ObjectProvider<BlockSubmitter> submitters, ObjectProvider<NodeSubmitters> nodes,
			ObjectProvider<MiningListener> listeners, ObjectProvider<CustomJobPolicy> customJobs,
			ObjectProvider<Bans> bans, ObjectProvider<BlockChain> chain) {
		List<BlockSubmitter> takers = Stream
			.concat(submitters.orderedStream(), nodes.stream().flatMap((all) -> all.all().stream()))
			.toList();
		warnIfBlocksAreLost(settings.properties(), takers);
		return new EnginePolicies(customized(templates, customizers.orderedStream().toList()), authenticator, payout,
				fallback.policy(), recorder.getIfAvailable(), difficulty, proofOfWork, takers,
				new Listeners(listeners.orderedStream().toList()), customJobs.getIfAvailable(),
				bans.getIfAvailable(Bans::none), following(settings.properties(), chain.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean
	JobBroadcaster stratumJobBroadcaster(SessionRegistry sessions, EnginePolicies policies) {
		return new JobBroadcaster(sessions, policies.listeners(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean(name = "stratumMiningEngineLifecycle")
	PhasedLifecycle stratumMiningEngineLifecycle(MiningEngine engine, JobBroadcaster broadcaster) {
		engine.addWorkListener(broadcaster);
		return new PhasedLifecycle(PhasedLifecycle.ENGINE, engine::start, engine::stop);
	}

	private static BlockTemplateSource customized(BlockTemplateSource templates,
			List<BlockTemplateCustomizer> customizers) {
		return customizers.isEmpty() ? templates : new CustomizedTemplates(templates, customizers);
	}

	private static EnginePolicies.@Nullable Following following(StratumProperties properties,
			@Nullable BlockChain chain) {
		return (chain != null) ? new EnginePolicies.Following(chain, properties.getMining().getConfirmations()) : null;
	}

	private static void warnIfBlocksAreLost(StratumProperties properties, List<BlockSubmitter> submitters) {
		if (submitters.isEmpty() && properties.getMining().getBlockDirectory() == null) {
			logger.warn("Found blocks go nowhere: there is no BlockSubmitter bean, no 'stratum.node.url', and "
					+ "'stratum.mining.block-directory' is not set");
		}
	}

	/** That blocks cannot be kept should be known before there is one. */
	private static void prepare(@Nullable Path blockDirectory) {
		try {
			if (blockDirectory == null || Files.isWritable(Files.createDirectories(blockDirectory))) {
				return;
			}
		}
		catch (IOException ex) {
			logger.debug("Cannot make " + blockDirectory, ex);
		}
		throw new InvalidPropertyException("stratum.mining.block-directory", blockDirectory,
				"a directory that exists or can be made, and that this process may write to");
	}

	private void require(String className, String reason, String dependency) {
		if (!ClassUtils.isPresent(className, this.classLoader)) {
			throw new FailureAnalyzedException(reason + ", but " + dependency + " is not on the class path.",
					"Add the dependency '" + dependency + "'.");
		}
	}

}
