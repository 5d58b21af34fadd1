package io.stratum.session.sv2;

import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.StratumSession;

/**
 * A peer that speaks Stratum V2. {@link #send(String, Object...)} and
 * {@link #call(String, Object...)} belong to JSON dialects and are not supported.
 */
public interface Sv2Peer extends StratumSession {

	/**
	 * Sends a message that answers nothing. Safe for use from any thread.
	 * @param message the message
	 * @throws IllegalArgumentException if a field does not fit its type
	 */
	void send(Sv2Message message);

}
