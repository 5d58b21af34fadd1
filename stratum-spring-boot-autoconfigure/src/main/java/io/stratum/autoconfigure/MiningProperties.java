package io.stratum.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How work is made and shares are taken. In effect with a {@code BlockTemplateSource}.
 */
public class MiningProperties {

	/**
	 * Address that the coinbase pays; without one, and without a PayoutPolicy bean, each
	 * miner is paid at the address in its worker name.
	 */
	private @Nullable String payoutAddress;

	/**
	 * Network that addresses belong to.
	 */
	private Network network = Network.MAINNET;

	/**
	 * Text that the coinbase of found blocks carries.
	 */
	private String poolTag = "stratum";

	/**
	 * Bytes of extranonce that a miner may roll.
	 */
	private int extranonce2Size = 8;

	/**
	 * Version bits that a miner may roll, as hexadecimal digits; 0 for none.
	 */
	private String versionMask = "1fffe000";

	/**
	 * How often a template is fetched and a job sent when the chain does not change.
	 */
	private Duration jobInterval = Duration.ofSeconds(30);

	/**
	 * How long shares are still credited for a job after a newer one for the same block.
	 */
	private Duration jobLifetime = Duration.ofSeconds(90);

	/**
	 * Hash that shares are judged by; a ProofOfWork bean takes precedence.
	 */
	private Hash proofOfWork = Hash.SHA256D;

	/**
	 * Longest coinbase transaction, which some firmware limits.
	 */
	private DataSize maxCoinbaseSize = DataSize.ofBytes(750);

	/**
	 * Age of a template from which logins are refused and sessions closed, so that miners
	 * fail over.
	 */
	private Duration maxWorkAge = Duration.ofMinutes(5);

	/**
	 * Directory that found blocks are written to, besides their submission; without one
	 * they are not written.
	 */
	private @Nullable Path blockDirectory;

	/**
	 * When a miner hears that its share was accepted.
	 */
	private Acknowledge acknowledge = Acknowledge.RECORDED;

	/**
	 * How long shares are collected before they are recorded together.
	 */
	private Duration acknowledgeDelay = Duration.ofMillis(20);

	/**
	 * How long a miner waits for its share to be recorded before it is told that the
	 * share is not confirmed.
	 */
	private Duration acknowledgeTimeout = Duration.ofSeconds(5);

	/**
	 * How long an authenticator, a payout policy or a template source may take.
	 */
	private Duration policyTimeout = Duration.ofSeconds(10);

	public @Nullable String getPayoutAddress() {
		return this.payoutAddress;
	}

	public void setPayoutAddress(@Nullable String payoutAddress) {
		this.payoutAddress = payoutAddress;
	}

	public Network getNetwork() {
		return this.network;
	}

	public void setNetwork(Network network) {
		this.network = network;
	}

	public String getPoolTag() {
		return this.poolTag;
	}

	public void setPoolTag(String poolTag) {
		this.poolTag = poolTag;
	}

	public int getExtranonce2Size() {
		return this.extranonce2Size;
	}

	public void setExtranonce2Size(int extranonce2Size) {
		this.extranonce2Size = extranonce2Size;
	}

	public String getVersionMask() {
		return this.versionMask;
	}

	public void setVersionMask(String versionMask) {
		this.versionMask = versionMask;
	}

	public Duration getJobInterval() {
		return this.jobInterval;
	}

	public void setJobInterval(Duration jobInterval) {
		this.jobInterval = jobInterval;
	}

	public Duration getJobLifetime() {
		return this.jobLifetime;
	}

	public void setJobLifetime(Duration jobLifetime) {
		this.jobLifetime = jobLifetime;
	}

	public Hash getProofOfWork() {
		return this.proofOfWork;
	}

	public void setProofOfWork(Hash proofOfWork) {
		this.proofOfWork = proofOfWork;
	}

	public DataSize getMaxCoinbaseSize() {
		return this.maxCoinbaseSize;
	}

	public void setMaxCoinbaseSize(DataSize maxCoinbaseSize) {
		this.maxCoinbaseSize = maxCoinbaseSize;
	}

	public Duration getMaxWorkAge() {
		return this.maxWorkAge;
	}

	public void setMaxWorkAge(Duration maxWorkAge) {
		this.maxWorkAge = maxWorkAge;
	}

	public @Nullable Path getBlockDirectory() {
		return this.blockDirectory;
	}

	public void setBlockDirectory(@Nullable Path blockDirectory) {
		this.blockDirectory = blockDirectory;
	}

	public Acknowledge getAcknowledge() {
		return this.acknowledge;
	}

	public void setAcknowledge(Acknowledge acknowledge) {
		this.acknowledge = acknowledge;
	}

	public Duration getAcknowledgeDelay() {
		return this.acknowledgeDelay;
	}

	public void setAcknowledgeDelay(Duration acknowledgeDelay) {
		this.acknowledgeDelay = acknowledgeDelay;
	}

	public Duration getAcknowledgeTimeout() {
		return this.acknowledgeTimeout;
	}

	public void setAcknowledgeTimeout(Duration acknowledgeTimeout) {
		this.acknowledgeTimeout = acknowledgeTimeout;
	}

	public Duration getPolicyTimeout() {
		return this.policyTimeout;
	}

	public void setPolicyTimeout(Duration policyTimeout) {
		this.policyTimeout = policyTimeout;
	}

	/**
	 * A Bitcoin network.
	 */
	public enum Network {

		/**
		 * The main network.
		 */
		MAINNET,

		/**
		 * The test networks testnet3 and testnet4.
		 */
		TESTNET,

		/**
		 * The signed test network.
		 */
		SIGNET,

		/**
		 * A local network for tests.
		 */
		REGTEST

	}

	/**
	 * A proof of work.
	 */
	public enum Hash {

		/**
		 * Double SHA-256, with the difficulty 1 of Bitcoin.
		 */
		SHA256D,

		/**
		 * Scrypt with N 1024, with the difficulty 1 of Litecoin.
		 */
		SCRYPT

	}

	/**
	 * When a miner hears that a share was accepted.
	 */
	public enum Acknowledge {

		/**
		 * After the share recorder took the share; at once when there is no recorder.
		 */
		RECORDED,

		/**
		 * When the share was checked.
		 */
		VALIDATED

	}

}
