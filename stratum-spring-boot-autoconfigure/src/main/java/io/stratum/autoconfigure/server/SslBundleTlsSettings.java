package io.stratum.autoconfigure.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

import io.stratum.server.TlsSettings;

/**
 * The TLS material of an SSL bundle, and of what it becomes when it is reloaded.
 */
final class SslBundleTlsSettings implements TlsSettings {

	private final ClientAuth clientAuth;

	private final List<Runnable> actions = new CopyOnWriteArrayList<>();

	private volatile SslBundle bundle;

	SslBundleTlsSettings(SslBundles bundles, String name, ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
		this.bundle = bundles.getBundle(name);
		bundles.addBundleUpdateHandler(name, this::update);
	}

	private void update(SslBundle updated) {
		this.bundle = updated;
		this.actions.forEach(Runnable::run);
	}

	@Override
	public KeyManagerFactory keyManagerFactory() {
		return this.bundle.getManagers().getKeyManagerFactory();
	}

	@Override
	public @Nullable TrustManagerFactory trustManagerFactory() {
		SslBundle current = this.bundle;
		SslStoreBundle stores = current.getStores();
		return (stores != null && stores.getTrustStore() != null) ? current.getManagers().getTrustManagerFactory()
				: null;
	}

	@Override
	public @Nullable List<String> ciphers() {
		return list(this.bundle.getOptions().getCiphers());
	}

	@Override
	public @Nullable List<String> protocols() {
		return list(this.bundle.getOptions().getEnabledProtocols());
	}

	@Override
	public ClientAuth clientAuth() {
		return this.clientAuth;
	}

	@Override
	public void onUpdate(Runnable action) {
		this.actions.add(action);
	}

	private static @Nullable List<String> list(String @Nullable [] values) {
		return (values != null) ? List.of(values) : null;
	}

}
