package io.stratum.server;

import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The TLS material of a listener. It may change while the server runs: new connections
 * use what the getters give after an update.
 */
public interface TlsSettings {

	/**
	 * The server's certificate and key.
	 * @return the key managers
	 */
	KeyManagerFactory keyManagerFactory();

	/**
	 * Whom the server trusts, for client certificates.
	 * @return the trust managers, or null for the platform's
	 */
	@Nullable TrustManagerFactory trustManagerFactory();

	/**
	 * The allowed cipher suites.
	 * @return the names, null for the default
	 */
	@Nullable List<String> ciphers();

	/**
	 * The allowed protocols.
	 * @return the names, null for the default
	 */
	@Nullable List<String> protocols();

	/**
	 * Whether clients must present a certificate.
	 * @return the demand
	 */
	ClientAuth clientAuth();

	/**
	 * Registers something to do when the material changed.
	 * @param action what to do; may be called on any thread
	 */
	void onUpdate(Runnable action);

	/**
	 * Whether clients present a certificate.
	 */
	enum ClientAuth {

		/** They need not. */
		NONE,

		/** They may. */
		WANT,

		/** They must. */
		NEED

	}

}
