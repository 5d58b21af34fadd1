package io.stratum.autoconfigure;

/**
 * How many connections and messages are taken. Global, or of one listener.
 */
public class LimitsProperties {

	/**
	 * Most connections at the same time; 0 for no limit.
	 */
	private int maxConnections = 0;

	/**
	 * Most connections from one address, or one /64 network of IPv6, at the same time; 0
	 * for no limit.
	 */
	private int maxConnectionsPerAddress = 0;

	/**
	 * Most connections that one address, or one /64 network of IPv6, may open in a
	 * minute; 0 for no limit.
	 */
	private int connectionRatePerAddress = 0;

	/**
	 * Most messages per second, on average, that are read from one session; 0 for no
	 * limit.
	 */
	private int messageRatePerSession = 0;

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxConnectionsPerAddress() {
		return this.maxConnectionsPerAddress;
	}

	public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
		this.maxConnectionsPerAddress = maxConnectionsPerAddress;
	}

	public int getConnectionRatePerAddress() {
		return this.connectionRatePerAddress;
	}

	public void setConnectionRatePerAddress(int connectionRatePerAddress) {
		this.connectionRatePerAddress = connectionRatePerAddress;
	}

	public int getMessageRatePerSession() {
		return this.messageRatePerSession;
	}

	public void setMessageRatePerSession(int messageRatePerSession) {
		this.messageRatePerSession = messageRatePerSession;
	}

}
