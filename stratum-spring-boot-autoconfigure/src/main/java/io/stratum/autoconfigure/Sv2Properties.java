package io.stratum.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Stratum V2.
 */
public class Sv2Properties {

	/**
	 * Secret that certifies this server, in base 58 with a checksum; miners configure its
	 * public key, which the log names. Without it, that of the file.
	 */
	private @Nullable String authoritySecretKey;

	/**
	 * File that keeps the secret; made with a new one if it does not exist. Without it
	 * and without a secret, there is a new one at each start.
	 */
	private @Nullable Path authorityKeyFile;

	/**
	 * How long a certificate is valid; a new one is signed when half of that has passed.
	 */
	private Duration certificateValidity = Duration.ofDays(1);

	/**
	 * Whether connections may do without encryption; for closed networks only.
	 */
	private boolean plaintext = false;

	/**
	 * After how many accepted shares of a channel they are acknowledged.
	 */
	private int shareBatchSize = 10;

	/**
	 * After which time fewer shares are acknowledged.
	 */
	private Duration shareBatchInterval = Duration.ofSeconds(5);

	/**
	 * Most channels that may be open on one connection, such as one for each device
	 * behind a proxy.
	 */
	private int maxChannels = 1024;

	/**
	 * How many encrypted handshakes are computed at a time.
	 */
	private int handshakeThreads = 2;

	/**
	 * Most handshakes that may wait for that; further connections are refused.
	 */
	private int maxWaitingHandshakes = 1024;

	/**
	 * How long a handshake may take from its first byte to its last.
	 */
	private Duration handshakeTimeout = Duration.ofSeconds(10);

	public @Nullable String getAuthoritySecretKey() {
		return this.authoritySecretKey;
	}

	public void setAuthoritySecretKey(@Nullable String authoritySecretKey) {
		this.authoritySecretKey = authoritySecretKey;
	}

	public @Nullable Path getAuthorityKeyFile() {
		return this.authorityKeyFile;
	}

	public void setAuthorityKeyFile(@Nullable Path authorityKeyFile) {
		this.authorityKeyFile = authorityKeyFile;
	}

	public Duration getCertificateValidity() {
		return this.certificateValidity;
	}

	public void setCertificateValidity(Duration certificateValidity) {
		this.certificateValidity = certificateValidity;
	}

	public boolean isPlaintext() {
		return this.plaintext;
	}

	public void setPlaintext(boolean plaintext) {
		this.plaintext = plaintext;
	}

	public int getShareBatchSize() {
		return this.shareBatchSize;
	}

	public void setShareBatchSize(int shareBatchSize) {
		this.shareBatchSize = shareBatchSize;
	}

	public Duration getShareBatchInterval() {
		return this.shareBatchInterval;
	}

	public void setShareBatchInterval(Duration shareBatchInterval) {
		this.shareBatchInterval = shareBatchInterval;
	}

	public int getMaxChannels() {
		return this.maxChannels;
	}

	public void setMaxChannels(int maxChannels) {
		this.maxChannels = maxChannels;
	}

	public int getHandshakeThreads() {
		return this.handshakeThreads;
	}

	public void setHandshakeThreads(int handshakeThreads) {
		this.handshakeThreads = handshakeThreads;
	}

	public int getMaxWaitingHandshakes() {
		return this.maxWaitingHandshakes;
	}

	public void setMaxWaitingHandshakes(int maxWaitingHandshakes) {
		this.maxWaitingHandshakes = maxWaitingHandshakes;
	}

	public Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

}
