package io.stratum.protocol.btcagent;

/**
 * Which layout shares have in the frames of a connection. It cannot be seen from a frame:
 * the session id of a share is at offset 5 for Bitcoin and at offset 4 for Ethereum.
 */
public enum AgentLayout {

	/** Shares of Bitcoin and its relatives. */
	BITCOIN,

	/** Shares of Ethereum and its relatives. */
	ETHEREUM

}
