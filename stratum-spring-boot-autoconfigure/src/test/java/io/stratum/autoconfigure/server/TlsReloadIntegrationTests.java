package io.stratum.autoconfigure.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;

import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.server.netty.TestTls;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose certificate files change while it runs.
 */
class TlsReloadIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	Path files;

	@Test
	void servesTheNewCertificateAndKeepsOldSessions() throws Exception {
		install("first");
		try (ConfigurableApplicationContext context = run()) {
			int port = Integer
				.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.stratum.port")));
			try (SSLSocket socket = TestTls.connect(port, false);
					ScriptedMiner old = new ScriptedMiner(socket, TIMEOUT)) {
				assertThat(TestTls.certificateName(socket)).isEqualTo("CN=first");
				assertThat(old.request("pool.ping").path("result").asString()).isEqualTo("pong");
				install("second");
				Awaitility.await().atMost(TIMEOUT).until(() -> newCertificate(port).equals("CN=second"));
				assertThat(old.request("pool.ping").path("result").asString()).isEqualTo("pong");
			}
		}
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(PingApplication.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tls.port=0", "stratum.listeners.tls.ssl.bundle=pool",
					"spring.ssl.bundle.watch.file.quiet-period=100ms",
					"spring.ssl.bundle.pem.pool.reload-on-update=true",
					"spring.ssl.bundle.pem.pool.keystore.certificate=" + this.files.resolve("cert.pem").toUri(),
					"spring.ssl.bundle.pem.pool.keystore.private-key=" + this.files.resolve("key.pem").toUri())
			.run();
	}

	private void install(String name) throws IOException {
		for (String part : new String[] { "key", "cert" }) {
			String resource = "/io/stratum/server/netty/" + name + "-" + part + ".pem";
			try (InputStream pem = Objects.requireNonNull(getClass().getResourceAsStream(resource))) {
				Files.copy(pem, this.files.resolve(part + ".pem"), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private static String newCertificate(int port) throws Exception {
		try (SSLSocket socket = TestTls.connect(port, false)) {
			return TestTls.certificateName(socket);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PingApplication {

		@StratumController
		static class PingController {

			@StratumMapping("pool.ping")
			String ping() {
				return "pong";
			}

		}

	}

}
