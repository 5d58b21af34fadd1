package io.stratum.client.btcagent;

import java.util.Arrays;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.client.MinerJob;
import io.stratum.protocol.btcagent.AgentMessage.SubmitShare;
import io.stratum.protocol.sv1.Notify;
import io.stratum.protocol.sv1.Subscription;

/**
 * A worker behind an agent. Safe for use from any thread.
 */
public final class RegisteredWorker {

	private final AgentLink link;

	private final int session;

	private final String name;

	private final Subscription subscription;

	private volatile double difficulty;

	private volatile @Nullable MinerJob job;

	RegisteredWorker(AgentLink link, int session, String name, byte[] poolSession) {
		this.link = link;
		this.session = session;
		this.name = name;
		byte[] extranonce1 = Arrays.copyOf(poolSession, 8);
		extranonce1[6] = (byte) (session >>> 8);
		extranonce1[7] = (byte) session;
		this.subscription = new Subscription(null, extranonce1, 4);
	}

	/**
	 * The number that the agent gave it.
	 * @return 0 to 65534
	 */
	public int session() {
		return this.session;
	}

	/**
	 * Its name.
	 * @return the name it was registered with
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The difficulty of its next job.
	 * @return the difficulty
	 */
	public double difficulty() {
		return this.difficulty;
	}

	/**
	 * Its newest job.
	 * @return the job, or null before the first
	 */
	public @Nullable MinerJob job() {
		return this.job;
	}

	/**
	 * Submits a share.
	 * @param share the share
	 * @return completes when the pool has accepted it, or at once if the pool does not
	 * answer shares; fails with {@link io.stratum.session.StratumErrorException} if it
	 * says why not, with {@link io.stratum.client.StratumConnectionException} when it
	 * does not answer in time, when the connection ends, after {@link #unregister()}, and
	 * when 1024 shares are waiting
	 */
	public Mono<Void> submit(AgentShare share) {
		OptionalInt version = (share.versionBits() != 0) ? OptionalInt.of(share.versionBits()) : OptionalInt.empty();
		SubmitShare message = new SubmitShare(Integer.parseInt(share.job().params().jobId()), this.session,
				share.extranonce2(), share.nonce(), OptionalInt.of(share.time()), version);
		return this.link.submit(this, message);
	}

	/**
	 * Tells the pool that the worker has left. Its number will be used again.
	 */
	public void unregister() {
		this.link.unregister(this);
	}

	void setDifficulty(double difficulty) {
		this.difficulty = difficulty;
	}

	MinerJob give(Notify params, int versionMask) {
		MinerJob given = new MinerJob(params, this.subscription, this.difficulty, versionMask);
		this.job = given;
		return given;
	}

}
