package io.stratum.session.sv2;

import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.StratumSession;

/**
 * A peer that speaks Stratum V2. Safe for use from any thread: what is sent hops to the
 * event loop of the session.
 */
public interface Sv2Peer extends StratumSession {

	/**
	 * Sends a message that answers nothing.
	 * @param message the message
	 * @throws IllegalArgumentException if a field does not fit its type
	 */
	void send(Sv2Message message);

}
