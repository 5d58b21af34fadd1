package io.stratum.server.netty;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Keys that tell when a handshake of a server asks for them, on its thread.
 */
final class WatchedKeys extends KeyManagerFactory {

	WatchedKeys(KeyManagerFactory keys, Runnable asked) {
		super(new Spi(keys, asked), keys.getProvider(), keys.getAlgorithm());
	}

	private static final class Spi extends KeyManagerFactorySpi {

		private final KeyManagerFactory keys;

		private final Runnable asked;

		Spi(KeyManagerFactory keys, Runnable asked) {
			this.keys = keys;
			this.asked = asked;
		}

		@Override
		protected void engineInit(KeyStore store, char[] password) {
			throw new UnsupportedOperationException("initialized already");
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
			throw new UnsupportedOperationException("initialized already");
		}

		@Override
		protected KeyManager[] engineGetKeyManagers() {
			return new KeyManager[] { new Watched((X509ExtendedKeyManager) this.keys.getKeyManagers()[0], this.asked) };
		}

	}

	private static final class Watched extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private final Runnable asked;

		Watched(X509ExtendedKeyManager keys, Runnable asked) {
			this.keys = keys;
			this.asked = asked;
		}

		@Override
		public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
			return this.keys.getClientAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
				@Nullable Socket socket) {
			return this.keys.chooseClientAlias(keyType, issuers, socket);
		}

		@Override
		public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
			return this.keys.getServerAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
				@Nullable Socket socket) {
			return this.keys.chooseServerAlias(keyType, issuers, socket);
		}

		@Override
		public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
				@Nullable SSLEngine engine) {
			this.asked.run();
			return this.keys.chooseEngineServerAlias(keyType, issuers, engine);
		}

		@Override
		public X509Certificate @Nullable [] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public @Nullable PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}
