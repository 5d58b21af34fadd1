package io.stratum.demo;

import java.nio.charset.StandardCharsets;
import java.util.Properties;

import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the payout address of the demo.
 */
class PayoutAddressTests {

	@Test
	void isThatOfTheDocumentedKey() {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ClassPathResource("application.yml"));
		Properties properties = yaml.getObject();
		ECKey key = ECKey.fromPrivate(Sha256Hash.hash("stratum demo payout key".getBytes(StandardCharsets.UTF_8)));
		assertThat(properties).containsEntry("stratum.mining.payout-address",
				key.toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString());
	}

}
