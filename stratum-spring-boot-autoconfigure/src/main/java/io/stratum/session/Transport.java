package io.stratum.session;

/**
 * How a connection carries bytes.
 */
public enum Transport {

	/** Plain TCP. */
	TCP,

	/** TLS over TCP. */
	TLS,

	/** WebSocket, with or without TLS. */
	WEBSOCKET

}
