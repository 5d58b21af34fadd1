package io.stratum.mining.address;

import java.util.Set;

/**
 * How a chain writes its addresses. A chain without segwit has no segwit prefix: what
 * pays a witness there can be spent by anybody.
 *
 * @param name what messages call it
 * @param publicKeyHashVersions the first bytes of base58 addresses for public key hashes,
 * 0 to 255
 * @param scriptHashVersions the first bytes of base58 addresses for script hashes, 0 to
 * 255
 * @param segwitPrefixes what segwit addresses start with, before their separator, in
 * lower case (BIP173)
 */
public record AddressFormat(String name, Set<Integer> publicKeyHashVersions, Set<Integer> scriptHashVersions,
		Set<String> segwitPrefixes) {

	public AddressFormat {
		publicKeyHashVersions = Set.copyOf(publicKeyHashVersions);
		scriptHashVersions = Set.copyOf(scriptHashVersions);
		segwitPrefixes = Set.copyOf(segwitPrefixes);
	}

}
