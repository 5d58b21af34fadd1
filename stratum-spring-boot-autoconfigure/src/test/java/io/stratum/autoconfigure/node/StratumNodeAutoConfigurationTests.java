package io.stratum.autoconfigure.node;

import java.net.URI;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.stratum.autoconfigure.PhasedLifecycle;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.actuate.StratumHealthContributorAutoConfiguration;
import io.stratum.autoconfigure.client.StratumClientAutoConfiguration;
import io.stratum.autoconfigure.metrics.StratumMetricsAutoConfiguration;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.metrics.NodeCallMetrics;
import io.stratum.metrics.NodeMetrics;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.node.NodeBlockSubmitter;
import io.stratum.node.NodeEndpoint;
import io.stratum.node.NodeStatus;
import io.stratum.node.NodeTemplateSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class StratumNodeAutoConfigurationTests {

	/** Nobody listens at the ports that are named here. */
	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumClientAutoConfiguration.class,
				StratumNodeAutoConfiguration.class, StratumMiningAutoConfiguration.class,
				StratumMetricsAutoConfiguration.class, StratumHealthContributorAutoConfiguration.class,
				StratumServerAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("stratum.mining.network=regtest", "stratum.listeners.tcp.port=0");

	private final ApplicationContextRunner withoutServer = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumClientAutoConfiguration.class,
				StratumNodeAutoConfiguration.class, StratumMiningAutoConfiguration.class));

	private final ApplicationContextRunner node = this.runner.withPropertyValues("stratum.node.url=http://127.0.0.1:1");

	@Test
	void thereIsNoSourceWithoutANode() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StratumAutoConfiguration.class, StratumClientAutoConfiguration.class,
							StratumNodeAutoConfiguration.class, StratumMiningAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NodeTemplateSource.class)
				.doesNotHaveBean(NodeConnectionDetails.class)
				.doesNotHaveBean(MiningEngine.class));
	}

	@Test
	void aUrlMakesAPool() {
		this.node.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(MiningEngine.class);
			EnginePolicies policies = context.getBean(EnginePolicies.class);
			assertThat(policies.templates()).isInstanceOf(NodeTemplateSource.class);
			assertThat(policies.submitters()).singleElement()
				.isInstanceOf(NodeBlockSubmitter.class)
				.hasToString("node 'node' at http://127.0.0.1:1/");
			assertThat(policies.following()).isNotNull();
			assertThat(context.getBean("stratumNodeLifecycle", PhasedLifecycle.class).isRunning()).isTrue();
			assertThat(context.getBean(MiningEngine.class).status().ready()).isFalse();
		});
	}

	@Test
	void severalNodesAreUsedInTheirOrder() {
		this.runner
			.withPropertyValues("stratum.node.nodes[0].name=near", "stratum.node.nodes[0].url=http://u:p@127.0.0.1:1",
					"stratum.node.nodes[1].name=far", "stratum.node.nodes[1].url=http://127.0.0.1:2",
					"stratum.node.nodes[1].username=user", "stratum.node.nodes[1].password=secret",
					"stratum.node.nodes[2].name=third", "stratum.node.nodes[2].url=http://127.0.0.1",
					"stratum.node.nodes[2].cookie-file=/tmp/none", "stratum.node.submit-to=near,third")
			.run((context) -> {
				assertThat(context.getBean(NodeTemplateSource.class).status())
					.extracting(NodeStatus::name, NodeStatus::url)
					.containsExactly(tuple("near", "http://127.0.0.1:1/"), tuple("far", "http://127.0.0.1:2/"),
							tuple("third", "http://127.0.0.1:8332/"));
				assertThat(context.getBean(NodeSubmitters.class).all()).extracting(NodeBlockSubmitter::name)
					.containsExactly("near", "third");
				assertThat(context.getBean("stratumNodeHealthContributor", CompositeHealthContributor.class).stream())
					.hasSize(3);
			});
	}

	@Test
	void aSourceOfTheApplicationTakesTheirPlace() {
		this.node.withBean(EmptyTemplates.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NodeTemplateSource.class)
				.doesNotHaveBean("stratumNodeLifecycle")
				.hasSingleBean(NodeSubmitters.class));
	}

	@Test
	void aSubmitterOfTheApplicationTakesTheirPlace() {
		BlockSubmitter own = (block) -> BlockOutcome.ACCEPTED;
		this.node.withBean(BlockSubmitter.class, () -> own)
			.run((context) -> assertThat(context.getBean(EnginePolicies.class).submitters()).containsExactly(own));
	}

	@Test
	void connectionDetailsTakeThePlaceOfProperties() {
		NodeConnectionDetails details = () -> List.of(NodeEndpoint.of("container", URI.create("http://127.0.0.1:1")));
		this.runner.withBean(NodeConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(NodeTemplateSource.class).status())
				.extracting(NodeStatus::name)
				.containsExactly("container"));
	}

	@Test
	void backsOffWithoutTheHttpClient() {
		this.withoutServer.withPropertyValues("stratum.node.url=http://127.0.0.1:1")
			.withClassLoader(new FilteredClassLoader(HttpClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(NodeConnectionDetails.class));
	}

	@Test
	void countsCallsWithAMeterRegistry() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		this.node.withBean(MeterRegistry.class, () -> registry).run((context) -> {
			assertThat(context).hasSingleBean(NodeCallMetrics.class).hasSingleBean(NodeMetrics.class);
			Awaitility.await()
				.until(() -> registry.find("stratum.node.calls").tags("outcome", "refused").timer() != null);
			context.getBean(NodeMetrics.class).bindTo(registry);
			assertThat(registry.get("stratum.node.up").tag("node", "node").gauge().value()).isZero();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"stratum.node.url=127.0.0.1|stratum.node.url': 127.0.0.1 (expected: a URL such as 'http://127.0.0.1:8332')",
			"stratum.node.url=ftp://u:secret@h|stratum.node.url': ftp://h (expected: a URL such as 'http://127.0.0.1:8332')",
			"stratum.node.username=u|stratum.node.username': set (expected: a 'stratum.node.url' beside)",
			"stratum.node.url=http://h,stratum.node.username=u|stratum.node.password': missing (expected: both a username and a password, or neither)",
			"stratum.node.url=http://u:p@h,stratum.node.cookie-file=x|stratum.node.cookie-file': set (expected: nothing with credentials in the URL)",
			"stratum.node.url=http://h,stratum.node.nodes[0].name=a,stratum.node.nodes[0].url=http://h|stratum.node.url': set (expected: nothing with 'stratum.node.nodes')",
			"stratum.node.nodes[0].url=http://h|stratum.node.nodes[0].name': null (expected: a name of lower-case letters, digits, dots and hyphens)",
			"stratum.node.url=http://h,stratum.node.submit-to=x|stratum.node.submit-to': x (expected: names of configured nodes)",
			"stratum.node.poll-interval=1ms|stratum.node.poll-interval': PT0.001S (expected: at least PT0.1S)" })
	void contradictionsStopTheStart(String properties, String message) {
		this.runner.withPropertyValues(properties.split(",")).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (!(failure instanceof FailureAnalyzedException)) {
				failure = failure.getCause();
			}
			assertThat(((FailureAnalyzedException) failure).analysis().getDescription())
				.isEqualTo("Property '" + message);
		});
	}

}
