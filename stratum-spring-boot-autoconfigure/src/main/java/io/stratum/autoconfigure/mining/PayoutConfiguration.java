package io.stratum.autoconfigure.mining;

import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.autoconfigure.MiningProperties;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.address.FixedPayoutPolicy;
import io.stratum.mining.address.InvalidAddressException;
import io.stratum.mining.address.PayoutAddress;
import io.stratum.mining.address.SoloPayoutPolicy;

/**
 * Whom coinbases pay: the configured address, or the address in a worker's name.
 */
@Configuration(proxyBeanMethods = false)
class PayoutConfiguration {

	private static final Log logger = LogFactory.getLog(PayoutConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	PayoutPolicy stratumPayoutPolicy(StratumSettings settings) {
		MiningProperties mining = settings.properties().getMining();
		PayoutAddress address = address(mining);
		logger.info("Blocks pay " + ((address != null) ? mining.getPayoutAddress() : "the address in the worker's name")
				+ " on " + networkName(mining));
		return (address != null) ? new FixedPayoutPolicy(address) : new SoloPayoutPolicy(mining.getNetwork());
	}

	@Bean
	@ConditionalOnMissingBean
	FallbackPayout stratumFallbackPayout(StratumSettings settings) {
		PayoutAddress address = address(settings.properties().getMining());
		return new FallbackPayout((address != null) ? new FixedPayoutPolicy(address) : null);
	}

	private static String networkName(MiningProperties mining) {
		return mining.getNetwork().name().toLowerCase(Locale.ROOT);
	}

	private static @Nullable PayoutAddress address(MiningProperties mining) {
		String address = mining.getPayoutAddress();
		if (address == null) {
			return null;
		}
		try {
			return PayoutAddress.parse(address, mining.getNetwork());
		}
		catch (InvalidAddressException ex) {
			throw new InvalidPropertyException("stratum.mining.payout-address", "'" + address + "'",
					"an address of the network " + networkName(mining),
					"Correct the address, or set 'stratum.mining.network' to the network that it belongs to.");
		}
	}

}
