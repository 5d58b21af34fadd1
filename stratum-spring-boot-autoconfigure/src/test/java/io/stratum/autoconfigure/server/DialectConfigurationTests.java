package io.stratum.autoconfigure.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.mining.Dialect;
import io.stratum.protocol.btcagent.AgentMessage.RegisterWorker;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.StratumServer;
import io.stratum.session.MessageHandlers;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DialectConfigurationTests {

	private static final String CRYPTOGRAPHY = "org.bouncycastle";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class,
				StratumServerAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
				"stratum.mining.network=regtest");

	private final ApplicationContextRunner pool = this.runner.withBean(EmptyTemplates.class);

	@Test
	void poolServesAllDialectsAndLogsAddress(CapturedOutput output) {
		AuthorityKeyPair key = AuthorityKeyPair.generate(new SecureRandom());
		this.pool.withPropertyValues("stratum.sv2.authority-secret-key=" + key.toSecretText()).run((context) -> {
			assertThat(context).hasNotFailed();
			StratumServer.BoundListener listener = context.getBean(StratumServer.class).listeners().get(0);
			assertThat(listener.dialects()).containsExactly(Dialect.SV1, Dialect.SV2, Dialect.BTCAGENT);
			assertThat(context.getBean(NoiseHandshakes.class).publicKey()).isEqualTo(key.publicKey());
			assertThat(output).contains("stratum2+tcp://127.0.0.1:" + listener.port() + "/" + key.publicKey())
				.doesNotContain(key.toSecretText())
				.doesNotContain("changes with each start");
		});
	}

	@Test
	void makesKeyWhenThereIsNone(CapturedOutput output) {
		this.pool.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The authority key of Stratum V2 changes with each start");
	}

	@Test
	void keepsKeyInFile(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("authority.key");
		ApplicationContextRunner keeping = this.pool.withPropertyValues("stratum.sv2.authority-key-file=" + file);
		String[] keys = new String[2];
		for (int i = 0; i < 2; i++) {
			int run = i;
			keeping.run((context) -> keys[run] = context.getBean(NoiseHandshakes.class).publicKey().toString());
		}
		assertThat(keys[0]).isEqualTo(keys[1]);
		assertThat(AuthorityKeyPair.parse(Files.readString(file).strip()).publicKey()).hasToString(keys[0]);
		assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
		try (var files = Files.list(directory)) {
			assertThat(files).containsExactly(file);
		}
	}

	@Test
	void refusesBrokenKeyWithoutShowingIt() {
		this.pool.withPropertyValues("stratum.sv2.authority-secret-key=secret0").run((context) -> {
			FailureAnalysis failure = failure(context.getStartupFailure());
			assertThat(failure.getDescription()).startsWith("Property 'stratum.sv2.authority-secret-key': ")
				.contains("(expected: the 32 bytes of a secret in base 58 with a checksum)")
				.doesNotContain("secret0");
			assertThat(failure.getAction()).contains("remove the property");
		});
	}

	@Test
	void refusesKeyFileThatCannotBeMade(@TempDir Path directory) {
		this.pool.withPropertyValues("stratum.sv2.authority-key-file=" + directory.resolve("no/such.key"))
			.run((context) -> assertThat(failure(context.getStartupFailure()).getDescription())
				.startsWith("Property 'stratum.sv2.authority-key-file': "));
	}

	@Test
	void refusesTwoSourcesOfTheKey() {
		this.pool
			.withPropertyValues("stratum.sv2.authority-secret-key=x", "stratum.sv2.authority-key-file=/nowhere/key")
			.run((context) -> assertThat(failure(context.getStartupFailure()).getAction())
				.isEqualTo("Remove one of the two properties."));
	}

	@Test
	void servesOnlyTheDialectsThatAreNamed() {
		this.pool.withPropertyValues("stratum.listeners.tcp.protocols=sv1").run((context) -> {
			assertThat(dialects(context.getBean(StratumServer.class))).containsExactly(Dialect.SV1);
			assertThat(context.getBeanFactory().containsSingleton("stratumNoiseHandshakes")).isFalse();
		});
		this.pool.withPropertyValues("stratum.listeners.tcp.protocols=btcagent,sv2")
			.run((context) -> assertThat(dialects(context.getBean(StratumServer.class))).containsExactly(Dialect.SV2,
					Dialect.BTCAGENT));
	}

	@Test
	void refusesListenerWithoutDialects() {
		this.pool.withPropertyValues("stratum.listeners.tcp.protocols=")
			.run((context) -> assertThat(failure(context.getStartupFailure()).getDescription()).isEqualTo(
					"Property 'stratum.listeners.tcp.protocols': none (expected: at least one of sv1, sv2 and btcagent)"));
	}

	@Test
	void applicationWithLineHandlersServesLines() {
		this.runner.withBean(LineController.class)
			.run((context) -> assertThat(dialects(context.getBean(StratumServer.class))).containsExactly(Dialect.SV1));
	}

	@Test
	void applicationWithHandlersOfMessagesServesTheirDialects() {
		this.runner.withBean(MessageController.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(dialects(context.getBean(StratumServer.class))).containsExactly(Dialect.SV1, Dialect.SV2,
					Dialect.BTCAGENT);
			assertThat(context.getBean(MessageHandlers.class).methods()).containsExactly("agent.get_capabilities");
		});
	}

	@Test
	void handlersOfTheApplicationReplaceThoseOfThePool() {
		this.pool.withBean(MessageController.class).run((context) -> {
			MessageHandlers handlers = context.getBean(MessageHandlers.class);
			assertThat((Object) handlers.forType(SetupConnection.class)).extracting(Object::getClass)
				.extracting(Class::getSimpleName)
				.isEqualTo("MappedMethod");
		});
	}

	@Test
	void refusesNamedDialectThatNothingHandles() {
		this.runner.withBean(LineController.class)
			.withPropertyValues("stratum.listeners.tcp.protocols=sv1,sv2")
			.run((context) -> {
				FailureAnalysis failure = failure(context.getStartupFailure());
				assertThat(failure.getDescription()).isEqualTo(
						"Property 'stratum.listeners.tcp.protocols' names sv2, " + "but nothing handles its messages.");
				assertThat(failure.getAction()).contains("BlockTemplateSource", "io.stratum.protocol.sv2");
			});
	}

	@Test
	void leavesStratumV2OutWithoutCryptography() {
		this.pool.withClassLoader(new FilteredClassLoader((name) -> name.replace('/', '.').startsWith(CRYPTOGRAPHY)))
			.run((context) -> assertThat(dialects(context.getBean(StratumServer.class))).containsExactly(Dialect.SV1,
					Dialect.BTCAGENT));
	}

	@Test
	void refusesStratumV2WithoutCryptographyWhenNamed() {
		this.pool.withClassLoader(new FilteredClassLoader((name) -> name.replace('/', '.').startsWith(CRYPTOGRAPHY)))
			.withPropertyValues("stratum.listeners.tcp.protocols=sv2")
			.run((context) -> assertThat(failure(context.getStartupFailure()).getAction())
				.startsWith("Add the dependency 'org.bouncycastle:bcprov-jdk18on'"));
	}

	private static List<Dialect> dialects(StratumServer server) {
		return server.listeners().get(0).dialects();
	}

	private static FailureAnalysis failure(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FailureAnalyzedException analyzed) {
				return analyzed.analysis();
			}
		}
		throw new AssertionError("No analysis", failure);
	}

	@StratumController
	static class LineController {

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
		}

	}

	@StratumController
	static class MessageController {

		@StratumMapping
		void setup(SetupConnection message) {
		}

		@StratumMapping
		void register(RegisterWorker message) {
		}

	}

}
