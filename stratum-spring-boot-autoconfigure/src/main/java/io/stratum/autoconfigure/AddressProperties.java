package io.stratum.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * How addresses of a chain other than Bitcoin begin.
 */
public class AddressProperties {

	/**
	 * First bytes of base58 addresses that stand for public key hashes, 0 to 255.
	 */
	private List<Integer> publicKeyHashVersions = new ArrayList<>();

	/**
	 * First bytes of base58 addresses that stand for script hashes, 0 to 255.
	 */
	private List<Integer> scriptHashVersions = new ArrayList<>();

	/**
	 * Human-readable parts of bech32 addresses; none for a chain without segwit, where
	 * such outputs can be spent by anybody.
	 */
	private List<String> segwitPrefixes = new ArrayList<>();

	public List<Integer> getPublicKeyHashVersions() {
		return this.publicKeyHashVersions;
	}

	public void setPublicKeyHashVersions(List<Integer> publicKeyHashVersions) {
		this.publicKeyHashVersions = publicKeyHashVersions;
	}

	public List<Integer> getScriptHashVersions() {
		return this.scriptHashVersions;
	}

	public void setScriptHashVersions(List<Integer> scriptHashVersions) {
		this.scriptHashVersions = scriptHashVersions;
	}

	public List<String> getSegwitPrefixes() {
		return this.segwitPrefixes;
	}

	public void setSegwitPrefixes(List<String> segwitPrefixes) {
		this.segwitPrefixes = segwitPrefixes;
	}

}
