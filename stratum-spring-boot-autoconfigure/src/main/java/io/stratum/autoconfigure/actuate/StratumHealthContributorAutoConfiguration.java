package io.stratum.autoconfigure.actuate;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.stratum.actuate.health.NodeHealthIndicator;
import io.stratum.actuate.health.StratumHealthIndicator;
import io.stratum.autoconfigure.SessionObservers;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.engine.MiningEngine;
import io.stratum.node.NodeStatus;
import io.stratum.node.NodeTemplateSource;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionRegistry;

/**
 * Auto-configuration of the health contributors {@code stratum} and {@code stratumNode}.
 */
@AutoConfiguration(after = StratumServerAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("stratum")
@ConditionalOnBean({ StratumServer.class, StratumSettings.class })
public final class StratumHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "stratumHealthIndicator", "stratumHealthContributor" })
	HealthContributor stratumHealthContributor(StratumServer server, StratumSettings settings,
			ObjectProvider<MiningEngine> engine, ObjectProvider<Bans> bans, SessionRegistry sessions,
			SessionObservers observers) {
		return new StratumHealthIndicator(settings.listeners().isEmpty() ? null : server, engine.getIfAvailable(),
				bans.getIfAvailable(Bans::none), sessions, observers::faults);
	}

	@Bean
	@ConditionalOnBean(NodeTemplateSource.class)
	@ConditionalOnMissingBean(name = { "stratumNodeHealthIndicator", "stratumNodeHealthContributor" })
	HealthContributor stratumNodeHealthContributor(NodeTemplateSource nodes) {
		Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
		List<NodeStatus> all = nodes.status();
		for (int i = 0; i < all.size(); i++) {
			indicators.put(all.get(i).name(), new NodeHealthIndicator(nodes::status, i, InstantSource.system()));
		}
		return CompositeHealthContributor.fromMap(indicators);
	}

}
