package io.stratum.mining.address;

/**
 * The networks whose addresses are understood.
 */
public enum BitcoinNetwork {

	/** The main network. */
	MAINNET,

	/** Any of the public test networks 3 and 4. */
	TESTNET,

	/** The signed test network; its addresses look like those of {@link #TESTNET}. */
	SIGNET,

	/** A private network for tests. */
	REGTEST

}
