package io.stratum.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.boot.test.util.TestPropertyValues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StratumSettingsTests {

	@Test
	void hasOneListenerOnPort3333WhenNoneIsConfigured() {
		StratumSettings settings = settings();
		assertThat(settings.hasExplicitListeners()).isFalse();
		assertThat(settings.listeners()).containsOnlyKeys("tcp");
		assertThat(settings.listeners().get("tcp").getPort()).isEqualTo(3333);
	}

	@Test
	void hasNoListenerWhenOnlyTheWebServerServes() {
		assertThat(settings("stratum.websocket.mapping-path=/stratum").listeners()).isEmpty();
	}

	@Test
	void listenerInheritsGlobalValuesThatItDoesNotSet() {
		StratumSettings settings = settings("stratum.difficulty.initial=4096", "stratum.difficulty.minimum=1024",
				"stratum.session.max-pending=7", "stratum.limits.max-connections=9", "stratum.listeners.big.port=3336",
				"stratum.listeners.big.difficulty.initial=500000", "stratum.listeners.small.port=3337");
		ListenerProperties big = settings.listeners().get("big");
		assertThat(big.getDifficulty().getInitial()).isEqualTo(500000);
		assertThat(big.getDifficulty().getMinimum()).isEqualTo(1024);
		assertThat(big.getSession().getMaxPending()).isEqualTo(7);
		assertThat(big.getLimits().getMaxConnections()).isEqualTo(9);
		assertThat(settings.listeners().get("small").getDifficulty().getInitial()).isEqualTo(4096);
	}

	@Test
	void listenerMaySetTheDefaultAgainstAnotherGlobalValue() {
		StratumSettings settings = settings("stratum.session.idle-timeout=1m",
				"stratum.listeners.tcp.session.idle-timeout=10m");
		assertThat(settings.listeners().get("tcp").getSession().getIdleTimeout()).isEqualTo(Duration.ofMinutes(10));
		assertThat(settings.properties().getSession().getIdleTimeout()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void refusesMisspeltKeyOfListener() {
		FailureAnalysis failure = failure("stratum.listeners.tls.ssl.bundel=pool");
		assertThat(failure.getDescription()).isEqualTo("Property 'stratum.listeners.tls.ssl.bundel' is unknown.");
		assertThat(failure.getAction()).isEqualTo("Correct its name, or remove it. Known below "
				+ "'stratum.listeners.tls.ssl' are: bundle, client-auth.");
	}

	@ParameterizedTest
	@CsvSource({ "stratum.listner.tcp.port, stratum, difficulty",
			"stratum.mining.payout-adress, stratum.mining, pool-tag",
			"stratum.mining.pool.tag, stratum.mining, pool-tag",
			"stratum.listeners.tcp.session.max-line, stratum.listeners.tcp.session, max-line-length",
			"stratum.listeners.tcp.prot, stratum.listeners.tcp, protocols" })
	void refusesUnknownKeyAndSaysWhichThereAre(String property, String parent, String known) {
		FailureAnalysis failure = failure(property + "=1");
		assertThat(failure.getDescription()).isEqualTo("Property '" + property + "' is unknown.");
		assertThat(failure.getAction()).startsWith("Correct its name, or remove it. Known below '" + parent + "' are: ")
			.contains(" " + known)
			.doesNotContain("class");
	}

	@Test
	void leavesEnvironmentVariablesOfOthersAlone() {
		StandardEnvironment environment = new StandardEnvironment();
		// as Kubernetes names a service called stratum
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("STRATUM_SERVICE_HOST", "10.0.0.1", "STRATUM_PORT", "tcp://10.0.0.1:3333")));
		assertThat(settings(environment).listeners()).containsOnlyKeys("tcp");
	}

	@Test
	void bindsListenersFromEnvironmentVariables() {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of("STRATUM_LISTENERS_TCP_PORT=4444", "STRATUM_LISTENERS_TCP_SESSION_MAXPENDING=5")
			.applyTo(environment, TestPropertyValues.Type.SYSTEM_ENVIRONMENT);
		ListenerProperties tcp = settings(environment).listeners().get("tcp");
		assertThat(tcp.getPort()).isEqualTo(4444);
		assertThat(tcp.getSession().getMaxPending()).isEqualTo(5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					stratum.node-id=256 | Property 'stratum.node-id': 256 (expected: between 0 and 255)
					stratum.session.login-timeout=0s | Property 'stratum.session.login-timeout': PT0S (expected: greater than 0)
					stratum.session.max-line-length=10B | Property 'stratum.session.max-line-length': 10B (expected: between 512B and 16777216B)
					stratum.session.max-pending=0 | Property 'stratum.session.max-pending': 0 (expected: between 1 and 65536)
					stratum.session.agent-idle-timeout=0s | Property 'stratum.session.agent-idle-timeout': PT0S (expected: greater than 0)
					stratum.sv2.certificate-validity=1s | Property 'stratum.sv2.certificate-validity': PT1S (expected: at least PT1M)
					stratum.sv2.share-batch-size=0 | Property 'stratum.sv2.share-batch-size': 0 (expected: between 1 and 10000)
					stratum.sv2.share-batch-interval=-1s | Property 'stratum.sv2.share-batch-interval': PT-1S (expected: not negative)
					stratum.sv2.max-channels=0 | Property 'stratum.sv2.max-channels': 0 (expected: between 1 and 65536)
					stratum.sv2.handshake-threads=0 | Property 'stratum.sv2.handshake-threads': 0 (expected: between 1 and 256)
					stratum.sv2.max-waiting-handshakes=0 | Property 'stratum.sv2.max-waiting-handshakes': 0 (expected: between 1 and 1000000)
					stratum.sv2.handshake-timeout=0s | Property 'stratum.sv2.handshake-timeout': PT0S (expected: greater than 0)
					stratum.btcagent.max-frame-length=64KB | Property 'stratum.btcagent.max-frame-length': 65536B (expected: between 64B and 65535B)
					stratum.btcagent.max-workers=65536 | Property 'stratum.btcagent.max-workers': 65536 (expected: between 1 and 65535)
					stratum.btcagent.max-pending=0 | Property 'stratum.btcagent.max-pending': 0 (expected: between 1 and 65536)
					stratum.limits.max-connections=-1 | Property 'stratum.limits.max-connections': -1 (expected: between 0 and 2147483647)
					stratum.difficulty.minimum=0 | Property 'stratum.difficulty.minimum': 0 (expected: greater than 0)
					stratum.difficulty.minimum=NaN | Property 'stratum.difficulty.minimum': NaN (expected: greater than 0)
					stratum.difficulty.maximum=0.0001 | Property 'stratum.difficulty.maximum': 0.0001 (expected: not below 'stratum.difficulty.minimum' of 0.001)
					stratum.difficulty.initial=0.0001 | Property 'stratum.difficulty.initial': 0.0001 (expected: between 'stratum.difficulty.minimum' of 0.001 and 'stratum.difficulty.maximum' of 4611686018427387904)
					stratum.difficulty.variance=1 | Property 'stratum.difficulty.variance': 1.0 (expected: greater than 0 and less than 1)
					stratum.websocket.mapping-path=stratum | Property 'stratum.websocket.mapping-path': 'stratum' (expected: a path that starts with '/')
					stratum.websocket.allowed-origins=pool.example | Property 'stratum.websocket.allowed-origins': 'pool.example' (expected: origins such as 'https://pool.example', or '*')
					stratum.websocket.allowed-origins=https://pool.example | Property 'stratum.websocket.allowed-origins': [https://pool.example] (expected: nothing without 'stratum.websocket.mapping-path')
					stratum.websocket.protocols=sv1 | Property 'stratum.websocket.protocols': [SV1] (expected: nothing without 'stratum.websocket.mapping-path')
					stratum.mining.acknowledge-batch-size=0 | Property 'stratum.mining.acknowledge-batch-size': 0 (expected: between 1 and 1000000)
					stratum.mining.max-resumable=-1 | Property 'stratum.mining.max-resumable': -1 (expected: between 0 and 10000000)
					stratum.mining.extranonce2-size=9 | Property 'stratum.mining.extranonce2-size': 9 (expected: between 2 and 8)
					stratum.mining.version-mask=xyz | Property 'stratum.mining.version-mask': 'xyz' (expected: hexadecimal digits, at most 1fffffff)
					stratum.mining.version-mask=20000000 | Property 'stratum.mining.version-mask': '20000000' (expected: hexadecimal digits, at most 1fffffff)
					stratum.mining.pool-tag=pööl | Property 'stratum.mining.pool-tag': 'pööl' (expected: at most 64 printable ASCII characters)
					stratum.mining.max-work-age=1s | Property 'stratum.mining.max-work-age': PT1S (expected: more than 'stratum.mining.job-interval' of PT30S)
					stratum.mining.acknowledge-timeout=10ms | Property 'stratum.mining.acknowledge-timeout': PT0.01S (expected: more than 'stratum.mining.acknowledge-delay' of PT0.02S)
					stratum.handler.timeout=0s | Property 'stratum.handler.timeout': PT0S (expected: greater than 0)
					stratum.shutdown.grace-period=30s | Property 'stratum.shutdown.grace-period': PT30S (expected: less than 'spring.lifecycle.timeout-per-shutdown-phase' of PT30S)
					stratum.shutdown.reconnect-port=70000 | Property 'stratum.shutdown.reconnect-port': 70000 (expected: between 0 and 65535)
					stratum.listeners.Big_One.port=1 | Property 'stratum.listeners': Big_One (expected: names of 1 to 32 lower-case letters, digits and hyphens)
					stratum.listeners.tcp.port=65536 | Property 'stratum.listeners.tcp.port': 65536 (expected: between 0 and 65535)
					stratum.listeners.tcp.path=/x | Property 'stratum.listeners.tcp.path': /x (expected: nothing for the transport 'tcp')
					stratum.listeners.tcp.compress=true | Property 'stratum.listeners.tcp.compress': true (expected: nothing for the transport 'tcp')
					stratum.listeners.tcp.ssl.client-auth=need | Property 'stratum.listeners.tcp.ssl.client-auth': NEED (expected: nothing without an SSL bundle)
					stratum.listeners.tcp.difficulty.initial=0.0001 | Property 'stratum.listeners.tcp.difficulty.initial': 0.0001 (expected: between 'stratum.listeners.tcp.difficulty.minimum' of 0.001 and 'stratum.listeners.tcp.difficulty.maximum' of 4611686018427387904)
					""")
	void refusesValueThatCannotWork(String property, String description) {
		assertThat(failure(property).getDescription()).isEqualTo(description);
	}

	@Test
	void saysTheCure() {
		assertThat(failure("stratum.node-id=-1").getAction())
			.isEqualTo("Correct 'stratum.node-id': it must be between 0 and 255.");
		assertThat(failure("stratum.listeners.ws.ssl.client-auth=want").getAction())
			.isEqualTo("Set 'stratum.listeners.ws.ssl.bundle' to the name of an SSL bundle.");
	}

	@Test
	void refusesTwoListenersOnOnePort() {
		FailureAnalysis failure = failure("stratum.listeners.a.port=3333", "stratum.listeners.b.address=127.0.0.1");
		assertThat(failure.getDescription()).isEqualTo("Property 'stratum.listeners.b.port': 3333 "
				+ "(expected: a port that the listener 'a' does not have)");
		assertThat(failure.getAction()).isEqualTo("Give each listener a port of its own.");
	}

	@Test
	void acceptsOnePortOnDifferentAddressesAndAnyNumberOfFreePorts() {
		assertThat(settings("stratum.listeners.a.address=127.0.0.1", "stratum.listeners.b.address=127.0.0.2",
				"stratum.listeners.c.port=0", "stratum.listeners.d.port=0")
			.listeners()).hasSize(4);
	}

	@Test
	void gracePeriodMayGrowWithTheTimeoutOfTheShutdownPhase() {
		assertThat(settings("stratum.shutdown.grace-period=30s", "spring.lifecycle.timeout-per-shutdown-phase=40s")
			.properties()
			.getShutdown()
			.getGracePeriod()).isEqualTo(Duration.ofSeconds(30));
	}

	private static FailureAnalysis failure(String... pairs) {
		FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class, () -> settings(pairs));
		assertThat(failure).isNotNull();
		return failure.analysis();
	}

	private static StratumSettings settings(String... pairs) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(pairs).applyTo(environment);
		return settings(environment);
	}

	private static StratumSettings settings(StandardEnvironment environment) {
		StratumProperties properties = Binder.get(environment)
			.bindOrCreate("stratum", Bindable.of(StratumProperties.class));
		return new StratumSettings(properties, environment);
	}

}
