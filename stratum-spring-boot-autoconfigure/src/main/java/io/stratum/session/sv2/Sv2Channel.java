package io.stratum.session.sv2;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.bitcoin.Target;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.protocol.sv2.Octets;

/**
 * An open channel of a connection.
 */
final class Sv2Channel {

	private static final int MAX_NAME = 255;

	private final int id;

	private final boolean standard;

	private final WorkerStanding standing;

	private final PayoutGroup payout;

	private final Sv2Group group;

	private final ShareBatch batch = new ShareBatch();

	private MiningChannel mining;

	private @Nullable LiveJob current;

	private Target announced;

	private double floor;

	private boolean started;

	/** The client closed the channel; set once, answers to earlier requests are due. */
	private boolean left;

	Sv2Channel(int id, ChannelRequest request, WorkerStanding standing, PayoutGroup payout, Sv2Group group,
			MiningChannel mining) {
		this.id = id;
		this.standard = request.standard();
		this.standing = standing;
		this.payout = payout;
		this.group = group;
		this.mining = mining;
		this.announced = Target.MAX;
	}

	int id() {
		return this.id;
	}

	boolean isStandard() {
		return this.standard;
	}

	Worker worker() {
		return this.standing.worker();
	}

	WorkerStanding standing() {
		return this.standing;
	}

	/**
	 * A worker behind a proxy.
	 * @param name its name, with or without the account of the proxy
	 */
	Worker workerBehind(String name) {
		String account = Worker.of(worker().name()).account();
		boolean whole = name.length() > account.length() && name.startsWith(account)
				&& Worker.of(name).account().equals(account);
		String full = whole ? name : account + "." + name;
		return new Worker(full.substring(0, Math.min(full.length(), MAX_NAME)), worker().account());
	}

	PayoutGroup payout() {
		return this.payout;
	}

	Sv2Group group() {
		return this.group;
	}

	ShareBatch batch() {
		return this.batch;
	}

	MiningChannel mining() {
		return this.mining;
	}

	/** Goes on with another extranonce and without jobs. */
	void move(MiningChannel next) {
		this.mining = next;
		this.current = null;
		next.demandDifficulty(this.floor);
	}

	/** The difficulty below which the client wants no target. */
	double floor() {
		return this.floor;
	}

	void floor(double difficulty) {
		this.floor = difficulty;
		this.mining.demandDifficulty(difficulty);
	}

	/** The target that the client was told last. */
	Target announced() {
		return this.announced;
	}

	/**
	 * Notes what the client is told.
	 * @return whether it was told another target before
	 */
	boolean announce(Target target) {
		boolean changed = !target.equals(this.announced);
		this.announced = target;
		return changed;
	}

	/** Whether the client was sent a job. */
	boolean isStarted() {
		return this.started;
	}

	void markStarted() {
		this.started = true;
	}

	boolean isLeft() {
		return this.left;
	}

	void left() {
		this.left = true;
	}

	/** The newest job of the channel. */
	@Nullable LiveJob current() {
		return this.current;
	}

	/**
	 * Issues a job, unless it is the newest one.
	 */
	LiveJob issue(Job job) {
		LiveJob issued = this.current;
		if (issued == null || issued.job() != job) {
			issued = this.mining.issue(Integer.toUnsignedLong(JobFrames.id(job)), job);
			this.current = issued;
		}
		return issued;
	}

	/**
	 * What the client puts before what it rolls: on a standard channel the whole
	 * extranonce.
	 */
	Octets extranoncePrefix(int extranonce2Size) {
		byte[] prefix = this.mining.lease().prefix();
		return Octets.of(this.standard ? Arrays.copyOf(prefix, prefix.length + extranonce2Size) : prefix);
	}

}
