package io.stratum.autoconfigure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

import io.stratum.mining.address.BitcoinNetwork;

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
	 * Network of Bitcoin that addresses belong to; without one, those of each are taken.
	 */
	private @Nullable BitcoinNetwork network;

	/**
	 * How addresses of a chain other than Bitcoin begin.
	 */
	@NestedConfigurationProperty
	private final AddressProperties address = new AddressProperties();

	/**
	 * Part of each block, in percent, that is paid to the fee address when miners are
	 * paid at the addresses in their worker names; rounded down to a satoshi.
	 */
	private BigDecimal feePercent = BigDecimal.ZERO;

	/**
	 * Address that the fee is paid to.
	 */
	private @Nullable String feeAddress;

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
	 * How often a template is fetched; one on a new block is mined at once.
	 */
	private Duration pollInterval = Duration.ofSeconds(3);

	/**
	 * How often a job is sent when the chain does not change.
	 */
	private Duration jobInterval = Duration.ofSeconds(30);

	/**
	 * How long shares are still credited for a job after a newer one for the same block.
	 */
	private Duration jobLifetime = Duration.ofMinutes(2);

	/**
	 * Hash that shares are judged by; a ProofOfWork bean takes precedence.
	 */
	private HashFunction proofOfWork = HashFunction.SHA256D;

	/**
	 * Longest coinbase transaction, which some firmware limits.
	 */
	private DataSize maxCoinbaseSize = DataSize.ofBytes(750);

	/**
	 * Age of a template from which logins are refused and sessions closed, so that miners
	 * fail over.
	 */
	private Duration maxWorkAge = Duration.ofMinutes(10);

	/**
	 * Directory that found blocks are written to, besides their submission; without one
	 * they are not written.
	 */
	private @Nullable Path blockDirectory;

	/**
	 * Depth in the best chain from which a block of the pool is confirmed. In effect with
	 * a BlockChain.
	 */
	private int confirmations = 100;

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
	 * Most shares that are recorded together.
	 */
	private int acknowledgeBatchSize = 1000;

	/**
	 * Most shares that may wait to be recorded; further ones are answered as not
	 * confirmed.
	 */
	private int acknowledgeMaxPending = 100000;

	/**
	 * How long a miner may come back after a disconnection and go on with its jobs.
	 */
	private Duration resumeTimeout = Duration.ofMinutes(10);

	/**
	 * Most disconnected miners that may come back; the oldest are forgotten first.
	 */
	private int maxResumable = 10000;

	/**
	 * How long one call of an authenticator, a payout policy, a template source, a
	 * recorder or a submitter may take.
	 */
	private Duration policyTimeout = Duration.ofSeconds(10);

	/**
	 * Most logins that are decided at a time, and most custom jobs; one address may have
	 * a quarter of them while others need the rest.
	 */
	private int policyThreads = 16;

	public @Nullable String getPayoutAddress() {
		return this.payoutAddress;
	}

	public void setPayoutAddress(@Nullable String payoutAddress) {
		this.payoutAddress = payoutAddress;
	}

	public @Nullable BitcoinNetwork getNetwork() {
		return this.network;
	}

	public void setNetwork(@Nullable BitcoinNetwork network) {
		this.network = network;
	}

	public AddressProperties getAddress() {
		return this.address;
	}

	public BigDecimal getFeePercent() {
		return this.feePercent;
	}

	public void setFeePercent(BigDecimal feePercent) {
		this.feePercent = feePercent;
	}

	public @Nullable String getFeeAddress() {
		return this.feeAddress;
	}

	public void setFeeAddress(@Nullable String feeAddress) {
		this.feeAddress = feeAddress;
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

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
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

	public HashFunction getProofOfWork() {
		return this.proofOfWork;
	}

	public void setProofOfWork(HashFunction proofOfWork) {
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

	public int getConfirmations() {
		return this.confirmations;
	}

	public void setConfirmations(int confirmations) {
		this.confirmations = confirmations;
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

	public int getAcknowledgeBatchSize() {
		return this.acknowledgeBatchSize;
	}

	public void setAcknowledgeBatchSize(int acknowledgeBatchSize) {
		this.acknowledgeBatchSize = acknowledgeBatchSize;
	}

	public int getAcknowledgeMaxPending() {
		return this.acknowledgeMaxPending;
	}

	public void setAcknowledgeMaxPending(int acknowledgeMaxPending) {
		this.acknowledgeMaxPending = acknowledgeMaxPending;
	}

	public Duration getResumeTimeout() {
		return this.resumeTimeout;
	}

	public void setResumeTimeout(Duration resumeTimeout) {
		this.resumeTimeout = resumeTimeout;
	}

	public int getMaxResumable() {
		return this.maxResumable;
	}

	public void setMaxResumable(int maxResumable) {
		this.maxResumable = maxResumable;
	}

	public Duration getPolicyTimeout() {
		return this.policyTimeout;
	}

	public void setPolicyTimeout(Duration policyTimeout) {
		this.policyTimeout = policyTimeout;
	}

	public int getPolicyThreads() {
		return this.policyThreads;
	}

	public void setPolicyThreads(int policyThreads) {
		this.policyThreads = policyThreads;
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
