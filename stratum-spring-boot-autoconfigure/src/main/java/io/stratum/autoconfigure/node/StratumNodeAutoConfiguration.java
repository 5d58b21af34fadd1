package io.stratum.autoconfigure.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import tools.jackson.core.json.JsonFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.stratum.autoconfigure.NodeProperties;
import io.stratum.autoconfigure.PhasedLifecycle;
import io.stratum.autoconfigure.ReactorLoops;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.client.StratumClientAutoConfiguration;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.address.BitcoinNetwork;
import io.stratum.node.NodeBlockSubmitter;
import io.stratum.node.NodeCallObserver;
import io.stratum.node.NodeClient;
import io.stratum.node.NodeSettings;
import io.stratum.node.NodeTemplateSource;

/**
 * Auto-configuration of work from nodes and of blocks to them, for applications that name
 * a node. A {@link BlockTemplateSource} or {@link BlockSubmitter} of the application
 * takes the place of each.
 */
@AutoConfiguration(after = { StratumAutoConfiguration.class, StratumClientAutoConfiguration.class })
@ConditionalOnClass({ HttpClient.class, JsonFactory.class })
@ConditionalOnBean({ StratumSettings.class, ReactorLoops.class })
@Conditional(OnNodeCondition.class)
public final class StratumNodeAutoConfiguration {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnMissingBean
	NodeConnectionDetails stratumNodeConnectionDetails(StratumSettings settings) {
		return new PropertiesNodeConnectionDetails(settings.properties().getNode());
	}

	@Bean
	@ConditionalOnMissingBean
	NodeClients stratumNodeClients(NodeConnectionDetails details, ReactorLoops loops,
			ObjectProvider<NodeCallObserver> observers) {
		NodeCallObserver observer = NodeCallObserver.of(observers.orderedStream().toList());
		return new NodeClients(details.getNodes()
			.stream()
			.map((endpoint) -> new NodeClient(endpoint, loops, CONNECT_TIMEOUT, observer))
			.toList());
	}

	@Bean
	@ConditionalOnMissingBean(BlockTemplateSource.class)
	NodeTemplateSource stratumNodeTemplateSource(NodeClients clients, StratumSettings settings) {
		StratumProperties properties = settings.properties();
		NodeProperties node = properties.getNode();
		Duration empty = node.getEmptyWorkAfter();
		return new NodeTemplateSource(
				clients.all(), new NodeSettings(chains(properties.getMining().getNetwork()), node.getRules(),
						node.isLongPoll(), node.getPollInterval(), empty.isZero() ? null : empty),
				InstantSource.system());
	}

	@Bean
	@ConditionalOnBean(NodeTemplateSource.class)
	@ConditionalOnMissingBean(name = "stratumNodeLifecycle")
	PhasedLifecycle stratumNodeLifecycle(NodeTemplateSource source) {
		return new PhasedLifecycle(PhasedLifecycle.NODES, source::start, source::stop);
	}

	@Bean
	@ConditionalOnMissingBean({ BlockSubmitter.class, NodeSubmitters.class })
	NodeSubmitters stratumNodeSubmitters(NodeClients clients, StratumSettings settings) {
		Set<String> names = settings.properties().getNode().getSubmitTo();
		return new NodeSubmitters(clients.all()
			.stream()
			.filter((client) -> names.isEmpty() || names.contains(client.endpoint().name()))
			.map(NodeBlockSubmitter::new)
			.toList());
	}

	@Bean
	@ConditionalOnBean(NodeTemplateSource.class)
	@ConditionalOnMissingBean
	BlockChain stratumNodeBlockChain(NodeTemplateSource source) {
		return source::confirmations;
	}

	/** What nodes call a network; any is right if none is configured. */
	private static Set<String> chains(@Nullable BitcoinNetwork network) {
		if (network == null) {
			return Set.of();
		}
		return switch (network) {
			case MAINNET -> Set.of("main");
			case TESTNET -> Set.of("test", "testnet4");
			case SIGNET -> Set.of("signet");
			case REGTEST -> Set.of("regtest");
		};
	}

}
