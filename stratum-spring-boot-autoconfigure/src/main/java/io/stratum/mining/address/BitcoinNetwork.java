package io.stratum.mining.address;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The networks of Bitcoin.
 */
public enum BitcoinNetwork {

	/** The main network. */
	MAINNET("bc", 0, 5),

	/** Any of the public test networks 3 and 4. */
	TESTNET("tb", 111, 196),

	/** The signed test network; its addresses look like those of {@link #TESTNET}. */
	SIGNET("tb", 111, 196),

	/** A private network for tests; only its segwit addresses are its own. */
	REGTEST("bcrt", 111, 196);

	private final AddressFormat format;

	BitcoinNetwork(String segwitPrefix, int publicKeyHashVersion, int scriptHashVersion) {
		this.format = new AddressFormat(name(), Set.of(publicKeyHashVersion), Set.of(scriptHashVersion),
				Set.of(segwitPrefix));
	}

	/**
	 * How the network writes its addresses.
	 * @return the format
	 */
	public AddressFormat format() {
		return this.format;
	}

	/**
	 * How any of the networks writes its addresses.
	 * @return a format that has those of all
	 */
	public static AddressFormat anyFormat() {
		Set<Integer> publicKeyHash = new HashSet<>();
		Set<Integer> scriptHash = new HashSet<>();
		Set<String> segwit = new HashSet<>();
		for (BitcoinNetwork network : values()) {
			publicKeyHash.addAll(network.format.publicKeyHashVersions());
			scriptHash.addAll(network.format.scriptHashVersions());
			segwit.addAll(network.format.segwitPrefixes());
		}
		return new AddressFormat("the networks " + Arrays.toString(values()), publicKeyHash, scriptHash, segwit);
	}

}
