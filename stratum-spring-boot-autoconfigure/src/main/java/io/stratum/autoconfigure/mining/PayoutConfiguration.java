package io.stratum.autoconfigure.mining;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.autoconfigure.StratumSettings;
import io.stratum.mining.PayoutPolicy;

/**
 * Whom coinbases pay: the configured address, or the address in a worker's name.
 */
@Configuration(proxyBeanMethods = false)
class PayoutConfiguration {

	private static final Log logger = LogFactory.getLog(PayoutConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	PayoutPolicy stratumPayoutPolicy(StratumSettings settings) {
		PayoutSettings payout = new PayoutSettings(settings.properties().getMining());
		PayoutPolicy policy = payout.policy();
		logger.info("Blocks pay " + payout.describe());
		return policy;
	}

	@Bean
	@ConditionalOnMissingBean
	FallbackPayout stratumFallbackPayout(StratumSettings settings, PayoutPolicy policy) {
		PayoutSettings payout = new PayoutSettings(settings.properties().getMining());
		payout.refuseFeeWith(policy);
		return new FallbackPayout(payout.fixed());
	}

}
