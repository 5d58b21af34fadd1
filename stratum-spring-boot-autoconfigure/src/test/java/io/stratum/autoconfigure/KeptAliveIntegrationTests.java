package io.stratum.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.autoconfigure.client.StratumClientAutoConfiguration;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.client.StratumClient;
import io.stratum.client.StratumConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs programs of their own, which end when nothing keeps them alive.
 */
@Timeout(240)
class KeptAliveIntegrationTests {

	@Test
	void anApplicationThatServesNothingEndsByItself() throws Exception {
		assertThat(run(NothingServed.class)).contains("started").doesNotContain("Exception");
	}

	@Test
	void aProgramThatClosedItsClientsEndsByItself() throws Exception {
		assertThat(run(ClosedClient.class)).contains("closed").doesNotContain("Exception");
	}

	/** What a program says until it ends. */
	private static String run(Class<?> program) throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPath, program.getName())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.PIPE)
			.start();
		try {
			String said = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			return said;
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StratumAutoConfiguration.class, StratumBanAutoConfiguration.class,
			StratumMiningAutoConfiguration.class, StratumServerAutoConfiguration.class,
			StratumClientAutoConfiguration.class })
	static class NothingServed {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(NothingServed.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run();
			System.out.println("started");
		}

	}

	static final class ClosedClient {

		public static void main(String[] args) throws Exception {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				StratumConnection connection = StratumClient.builder()
					.uri(URI.create("stratum+tcp://127.0.0.1:" + server.getLocalPort()))
					.build()
					.connect()
					.block(Duration.ofMinutes(1));
				server.accept();
				connection.close();
				System.out.println("closed");
			}
		}

	}

}
