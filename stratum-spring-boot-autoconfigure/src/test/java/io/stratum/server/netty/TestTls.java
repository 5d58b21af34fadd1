package io.stratum.server.netty;

import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import io.stratum.server.TlsSettings;

/**
 * TLS settings whose certificate can be changed.
 */
public final class TestTls implements TlsSettings {

	private String certificate;

	private Runnable action = () -> {
	};

	@Nullable List<String> protocols;

	ClientAuth clientAuth = ClientAuth.NONE;

	/** Run by each handshake that looks for its certificate. */
	volatile Runnable onHandshake = () -> {
	};

	TestTls(String certificate) {
		this.certificate = certificate;
	}

	void change(String certificate) {
		this.certificate = certificate;
		this.action.run();
	}

	@Override
	public KeyManagerFactory keyManagerFactory() {
		return new WatchedKeys(bundle(this.certificate).getManagers().getKeyManagerFactory(),
				() -> this.onHandshake.run());
	}

	@Override
	public @Nullable TrustManagerFactory trustManagerFactory() {
		return bundle("first").getManagers().getTrustManagerFactory();
	}

	@Override
	public @Nullable List<String> ciphers() {
		return null;
	}

	@Override
	public @Nullable List<String> protocols() {
		return this.protocols;
	}

	@Override
	public ClientAuth clientAuth() {
		return this.clientAuth;
	}

	@Override
	public void onUpdate(Runnable action) {
		this.action = action;
	}

	private static SslBundle bundle(String name) {
		String location = "classpath:io/stratum/server/netty/" + name;
		PemSslStoreDetails store = PemSslStoreDetails.forCertificate(location + "-cert.pem")
			.withPrivateKey(location + "-key.pem");
		return SslBundle.of(new PemSslStoreBundle(store, PemSslStoreDetails.forCertificate(location + "-cert.pem")));
	}

	/** A client context that trusts everyone and has the first certificate or none. */
	static SSLContext clientContext(boolean withCertificate) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(withCertificate ? bundle("first").getManagers().getKeyManagers() : null,
				new TrustManager[] { new TrustingManager() }, null);
		return context;
	}

	public static SSLSocket connect(int port, boolean withCertificate) throws Exception {
		return (SSLSocket) clientContext(withCertificate).getSocketFactory().createSocket("127.0.0.1", port);
	}

	public static String certificateName(SSLSocket socket) throws Exception {
		return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
	}

	private static final class TrustingManager extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
