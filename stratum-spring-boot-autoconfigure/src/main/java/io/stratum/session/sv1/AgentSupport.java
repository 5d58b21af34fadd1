package io.stratum.session.sv1;

import io.stratum.session.flow.BinarySide;

/**
 * What a listener needs to serve agents on sessions of Stratum V1: BTCAgent puts binary
 * frames between the lines and has its own way of jobs. Implemented outside of this
 * package.
 */
public interface AgentSupport {

	/** The first byte of a frame; no JSON begins with it. */
	int MAGIC = 0x7f;

	/**
	 * Whether a client is an agent.
	 * @param userAgent what it calls itself
	 * @return whether to treat it so
	 */
	boolean recognizes(String userAgent);

	/**
	 * Makes the binary side of a session.
	 * @param session the session
	 * @return its binary side
	 */
	BinarySide open(Sv1Session session);

}
