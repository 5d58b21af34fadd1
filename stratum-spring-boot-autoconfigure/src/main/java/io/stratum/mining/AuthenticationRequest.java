package io.stratum.mining;

import java.net.InetSocketAddress;

/**
 * A miner that wants to work.
 *
 * @param workerName the name it gave; untrusted text of at most 255 characters
 * @param password the password it gave, empty if none; may carry options such as
 * {@code d=1024}
 * @param userAgent what the client calls itself, empty if unknown; untrusted text
 * @param remoteAddress where it comes from
 * @param listener the name of the listener it came by
 * @param dialect what it speaks
 */
public record AuthenticationRequest(String workerName, String password, String userAgent,
		InetSocketAddress remoteAddress, String listener, Dialect dialect) {

	@Override
	public String toString() {
		return "AuthenticationRequest[workerName=" + this.workerName + ", userAgent=" + this.userAgent
				+ ", remoteAddress=" + this.remoteAddress + ", listener=" + this.listener + ", dialect=" + this.dialect
				+ "]";
	}

}
