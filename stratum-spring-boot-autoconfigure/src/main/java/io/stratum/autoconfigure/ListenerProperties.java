package io.stratum.autoconfigure;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;

import io.stratum.mining.Dialect;
import io.stratum.server.TlsSettings;

/**
 * A port that miners connect to.
 */
@ConfigurationPropertiesSource
public class ListenerProperties {

	/**
	 * Port to listen on; 0 for a free one.
	 */
	private int port = 3333;

	/**
	 * Address to listen on; without one, all addresses.
	 */
	private @Nullable InetAddress address;

	/**
	 * How messages are carried.
	 */
	private Transport transport = Transport.TCP;

	/**
	 * Dialects that are served, told apart by the first bytes of a peer; by default all
	 * that the application can handle.
	 */
	private @Nullable Set<Dialect> protocols;

	/**
	 * Path of the WebSocket endpoint.
	 */
	private String path = "/";

	/**
	 * Origins of web pages that may connect by WebSocket; "*" for any.
	 */
	private List<String> allowedOrigins = new ArrayList<>();

	/**
	 * Whether WebSocket messages may be compressed.
	 */
	private boolean compress = false;

	/**
	 * TLS.
	 */
	private final Ssl ssl = new Ssl();

	/**
	 * What differs from the global values for the sessions of this listener.
	 */
	private SessionProperties session = new SessionProperties();

	/**
	 * What differs from the global limits for this listener.
	 */
	private LimitsProperties limits = new LimitsProperties();

	/**
	 * What differs from the global difficulty for the miners of this listener.
	 */
	private DifficultyProperties difficulty = new DifficultyProperties();

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public Transport getTransport() {
		return this.transport;
	}

	public void setTransport(Transport transport) {
		this.transport = transport;
	}

	public @Nullable Set<Dialect> getProtocols() {
		return this.protocols;
	}

	public void setProtocols(@Nullable Set<Dialect> protocols) {
		this.protocols = protocols;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public List<String> getAllowedOrigins() {
		return this.allowedOrigins;
	}

	public void setAllowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
	}

	public boolean isCompress() {
		return this.compress;
	}

	public void setCompress(boolean compress) {
		this.compress = compress;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public SessionProperties getSession() {
		return this.session;
	}

	public void setSession(SessionProperties session) {
		this.session = session;
	}

	public LimitsProperties getLimits() {
		return this.limits;
	}

	public void setLimits(LimitsProperties limits) {
		this.limits = limits;
	}

	public DifficultyProperties getDifficulty() {
		return this.difficulty;
	}

	public void setDifficulty(DifficultyProperties difficulty) {
		this.difficulty = difficulty;
	}

	/**
	 * How a listener carries messages.
	 */
	public enum Transport {

		/**
		 * A stream of bytes over TCP, or over TLS with an SSL bundle.
		 */
		TCP,

		/**
		 * WebSocket messages, with TLS when there is an SSL bundle.
		 */
		WEBSOCKET

	}

	/**
	 * TLS of a listener.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle; without one there is no TLS.
		 */
		private @Nullable String bundle;

		/**
		 * Whether clients present a certificate.
		 */
		private TlsSettings.ClientAuth clientAuth = TlsSettings.ClientAuth.NONE;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public TlsSettings.ClientAuth getClientAuth() {
			return this.clientAuth;
		}

		public void setClientAuth(TlsSettings.ClientAuth clientAuth) {
			this.clientAuth = clientAuth;
		}

	}

}
