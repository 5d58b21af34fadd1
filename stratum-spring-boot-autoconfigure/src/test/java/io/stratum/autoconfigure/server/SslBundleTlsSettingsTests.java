package io.stratum.autoconfigure.server;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import io.stratum.server.TlsSettings.ClientAuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class SslBundleTlsSettingsTests {

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

	@Test
	void followsUpdatesOfTheBundle() {
		this.bundles.registerBundle("pool", bundle(new String[] { "TLS_A" }));
		SslBundleTlsSettings settings = new SslBundleTlsSettings(this.bundles, "pool", ClientAuth.WANT);
		StringBuilder heard = new StringBuilder();
		settings.onUpdate(() -> heard.append(settings.ciphers()));
		assertThat(settings.ciphers()).isEqualTo(List.of("TLS_A"));
		this.bundles.updateBundle("pool", bundle(new String[] { "TLS_B" }));
		assertThat(heard).hasToString("[TLS_B]");
		assertThat(settings.clientAuth()).isEqualTo(ClientAuth.WANT);
	}

	@Test
	void hasDefaultsWhereTheBundleSaysNothing() {
		this.bundles.registerBundle("pool", bundle(null));
		SslBundleTlsSettings settings = new SslBundleTlsSettings(this.bundles, "pool", ClientAuth.NONE);
		assertThat(settings.ciphers()).isNull();
		assertThat(settings.protocols()).isNull();
		assertThat(settings.trustManagerFactory()).isNull();
	}

	private static SslBundle bundle(String[] ciphers) {
		return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.of(ciphers, null), "TLS",
				mock(SslManagerBundle.class));
	}

}
