package io.stratum.autoconfigure;

/**
 * The built-in proofs of work.
 */
public enum HashFunction {

	/**
	 * Double SHA-256, with the difficulty 1 of Bitcoin.
	 */
	SHA256D,

	/**
	 * Scrypt with N 1024, with the difficulty 1 of Litecoin.
	 */
	SCRYPT

}
