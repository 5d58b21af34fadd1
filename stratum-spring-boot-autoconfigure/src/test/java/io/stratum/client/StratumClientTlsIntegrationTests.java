package io.stratum.client;

import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StratumClient} over TLS. The server's certificate is for
 * {@code localhost}.
 */
class StratumClientTlsIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final char[] PASSWORD = "changeit".toCharArray();

	private SSLContext context;

	private TrustManagerFactory trust;

	private ScriptedServer server;

	@BeforeEach
	void start() throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = getClass().getResourceAsStream("localhost.p12")) {
			store.load(in, PASSWORD);
		}
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", store.getCertificate("server"));
		this.trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		this.trust.init(trusted);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD);
		this.context = SSLContext.getInstance("TLS");
		this.context.init(keys.getKeyManagers(), this.trust.getTrustManagers(), null);
		this.server = new ScriptedServer(this.context.getServerSocketFactory());
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
	}

	private StratumClient.Builder client(String host) {
		return StratumClient.builder().uri("stratum+ssl://" + host + ":" + this.server.port());
	}

	@Test
	void trustsTheGivenTrustManagers() throws Exception {
		assertCanTalk(client("localhost").trustManagerFactory(this.trust));
	}

	@Test
	void usesTheGivenContext() throws Exception {
		assertCanTalk(client("localhost").sslContext(this.context));
	}

	@Test
	void insecureAcceptsAnyCertificateForAnyHost() throws Exception {
		assertCanTalk(client("127.0.0.1").insecure());
	}

	@Test
	void refusesUnknownCertificate() {
		assertIsRefused(client("localhost"));
	}

	@Test
	void refusesCertificateOfAnotherHost() {
		assertIsRefused(client("127.0.0.1").trustManagerFactory(this.trust));
		assertIsRefused(client("127.0.0.1").sslContext(this.context));
	}

	private void assertCanTalk(StratumClient.Builder client) throws Exception {
		CompletableFuture<String> line = serve();
		StratumConnection connection = client.build().connect().block(LIMIT);
		connection.send("hello");
		assertThat(line.get(10, TimeUnit.SECONDS)).contains("\"hello\"");
		connection.close();
	}

	private void assertIsRefused(StratumClient.Builder client) {
		CompletableFuture<String> line = serve();
		assertThatExceptionOfType(StratumConnectionException.class)
			.isThrownBy(() -> client.build().connect().block(LIMIT))
			.withRootCauseInstanceOf(GeneralSecurityException.class);
		assertThat(line).failsWithin(LIMIT);
	}

	/** The handshake needs both sides at a time. */
	private CompletableFuture<String> serve() {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return this.server.accept().readLine();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
