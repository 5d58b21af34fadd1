package io.stratum.mining.address;

/**
 * The networks whose addresses are understood.
 */
public enum BitcoinNetwork {

	/** The main network. */
	MAINNET("bc", 0, 5),

	/** Any of the public test networks 3 and 4. */
	TESTNET("tb", 111, 196),

	/** The signed test network; its addresses look like those of {@link #TESTNET}. */
	SIGNET("tb", 111, 196),

	/** A private network for tests. */
	REGTEST("bcrt", 111, 196);

	private final String segwitPrefix;

	private final int publicKeyHashVersion;

	private final int scriptHashVersion;

	BitcoinNetwork(String segwitPrefix, int publicKeyHashVersion, int scriptHashVersion) {
		this.segwitPrefix = segwitPrefix;
		this.publicKeyHashVersion = publicKeyHashVersion;
		this.scriptHashVersion = scriptHashVersion;
	}

	/**
	 * What segwit addresses start with, before their separator.
	 */
	String segwitPrefix() {
		return this.segwitPrefix;
	}

	/**
	 * The first byte of base58 addresses for public key hashes.
	 */
	int publicKeyHashVersion() {
		return this.publicKeyHashVersion;
	}

	/**
	 * The first byte of base58 addresses for script hashes.
	 */
	int scriptHashVersion() {
		return this.scriptHashVersion;
	}

}
