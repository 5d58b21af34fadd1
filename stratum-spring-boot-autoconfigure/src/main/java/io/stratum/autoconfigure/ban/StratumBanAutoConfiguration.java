package io.stratum.autoconfigure.ban;

import java.time.InstantSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.PhasedLifecycle;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.ban.BanSettings;
import io.stratum.ban.Bans;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.InMemoryBanStore;
import io.stratum.mining.ban.RuleBanPolicy;

/**
 * Auto-configuration of bans.
 */
@AutoConfiguration(after = StratumAutoConfiguration.class)
@ConditionalOnBean(StratumSettings.class)
public final class StratumBanAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BanPolicy stratumBanPolicy(StratumSettings settings) {
		return new RuleBanPolicy(new BanConfigurer(settings.properties().getBan()).rules(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	BanStore stratumBanStore() {
		return new InMemoryBanStore();
	}

	@Bean
	@ConditionalOnMissingBean
	Bans stratumBans(StratumSettings settings, BanPolicy policy, BanStore store) {
		BanSettings configured = new BanConfigurer(settings.properties().getBan()).settings();
		return settings.properties().getBan().isEnabled()
				? new Bans(configured, policy, store, InstantSource.system(), System::nanoTime) : Bans.none();
	}

	@Bean
	@ConditionalOnMissingBean(name = "stratumBansLifecycle")
	PhasedLifecycle stratumBansLifecycle(Bans bans) {
		return new PhasedLifecycle(PhasedLifecycle.BANS, bans::start, bans::stop);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "stratum.ban.enabled", matchIfMissing = true)
	MalformedConnections stratumMalformedConnections(Bans bans) {
		return new MalformedConnections(bans);
	}

}
