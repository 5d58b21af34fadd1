package io.stratum.server;

import java.time.Duration;

import io.stratum.protocol.noise.AuthorityKeyPair;

/**
 * The encrypted handshake of Stratum V2.
 *
 * @param authority the key that certifies this server; miners configure its public half
 * @param certificateValidity how long a certificate is valid after it was signed; a new
 * one is signed when half of that has passed
 * @param threads how many handshakes are computed at a time
 * @param maxWaiting how many may wait for that; further ones are refused
 * @param timeout how long a handshake may take from its first byte to its last
 */
public record NoiseSettings(AuthorityKeyPair authority, Duration certificateValidity, int threads, int maxWaiting,
		Duration timeout) {

	/**
	 * Checks that handshakes are possible and bounded.
	 */
	public NoiseSettings {
		checkPositive("threads", threads);
		checkPositive("max waiting", maxWaiting);
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: > PT0S)");
		}
	}

	private static void checkPositive(String what, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(what + ": " + value + " (expected: >= 1)");
		}
	}

}
