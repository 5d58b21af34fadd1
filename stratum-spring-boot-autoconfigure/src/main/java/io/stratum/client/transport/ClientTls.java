package io.stratum.client.transport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes Netty's TLS contexts.
 */
public final class ClientTls {

	private ClientTls() {
	}

	/**
	 * A context for clients.
	 * @param context the whole context, or null to make one
	 * @param trust whom to trust if one is made, or null for those that Java trusts
	 * @return the context
	 * @throws IllegalStateException if TLS cannot be set up
	 */
	public static SslContext context(@Nullable SSLContext context, @Nullable TrustManagerFactory trust) {
		if (context != null) {
			return new JdkSslContext(context, true, null, IdentityCipherSuiteFilter.INSTANCE,
					ApplicationProtocolConfig.DISABLED, ClientAuth.NONE, null, false);
		}
		try {
			return SslContextBuilder.forClient().trustManager(trust).build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("TLS cannot be set up: " + ex.getMessage(), ex);
		}
	}

}
