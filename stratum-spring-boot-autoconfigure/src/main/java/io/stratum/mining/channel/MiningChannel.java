package io.stratum.mining.channel;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareOrigin;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;

/**
 * One miner's channel: its extranonce lease, its live jobs with the difficulty of each,
 * its difficulty and its version mask. It outlives a connection whose miner comes back.
 * Used on the event loop of its session only; handing it to another session is up to the
 * engine.
 */
public final class MiningChannel implements ShareOrigin, DifficultyOwner {

	private final ExtranonceLease lease;

	private final JobStore jobs;

	private final ChannelDifficulty variable;

	private final DifficultyLimits limits;

	private final LongSupplier nanoTime;

	/**
	 * Below this the difficulty goes only where that of the network is lower: the minimum
	 * of the limits, until the miner asks for another one.
	 */
	private double floor;

	/** Below this the difficulty never goes: what the miner demanded last, 0 for none. */
	private double demanded;

	/** That of the job issued last, which caps the difficulty; infinite before. */
	private double networkDifficulty = Double.POSITIVE_INFINITY;

	/** What the miner was told with the job issued last; 0 before the first. */
	private double announced;

	/** The difficulty after the last accepted share; 0 before the first. */
	private double proven;

	/**
	 * Whether a share, silence or the miner changed the difficulty since the last job was
	 * issued: only then it is worth a job of its own.
	 */
	private boolean changed;

	/**
	 * Whether it was shares that brought the difficulty to where it is, and not the miner
	 * by connecting or asking. Set by the first rise, cleared when the miner asks.
	 */
	private boolean earned;

	/** The version bits that the miner may roll; 0 until it has negotiated. */
	private int versionMask;

	/**
	 * Whether these bits come with the dialect, so that the server cannot narrow them.
	 */
	private boolean ownVersionMask;

	/**
	 * Creates a channel that has no job yet.
	 * @param lease its extranonce
	 * @param jobs its jobs
	 * @param variable its difficulty over time
	 * @param limits the limits of its difficulty
	 * @param nanoTime the monotonic time
	 */
	public MiningChannel(ExtranonceLease lease, JobStore jobs, ChannelDifficulty variable, DifficultyLimits limits,
			LongSupplier nanoTime) {
		this.lease = lease;
		this.jobs = jobs;
		this.variable = variable;
		this.limits = limits;
		this.nanoTime = nanoTime;
		this.floor = limits.minimum();
	}

	/**
	 * The extranonce of the channel.
	 * @return the lease
	 */
	@Override
	public ExtranonceLease lease() {
		return this.lease;
	}

	/**
	 * The jobs of the channel that are known, and what they pay.
	 * @return the jobs; given by {@link #issue} only
	 */
	public JobStore jobs() {
		return this.jobs;
	}

	/**
	 * The version bits that the miner negotiated to roll.
	 * @return the mask, 0 if version rolling was not negotiated
	 */
	@Override
	public int versionMask() {
		return this.versionMask;
	}

	/**
	 * Sets the version bits that the miner may roll from now on, for shares of all jobs.
	 * @param mask the mask
	 */
	public void versionMask(int mask) {
		this.versionMask = mask;
	}

	/**
	 * Sets the version bits that the miner may roll from now on by the rules of its
	 * dialect, which leaves no choice to the server: of them only the bits that a
	 * template fixes are refused.
	 * @param mask the mask, such as that of BIP323
	 */
	public void dialectVersionMask(int mask) {
		this.versionMask = mask;
		this.ownVersionMask = true;
	}

	@Override
	public int versionMask(Job job) {
		return (this.ownVersionMask) ? this.versionMask & ~job.work().template().fixedVersionBits()
				: this.versionMask & job.versionMask();
	}

	/**
	 * Gives a job to the channel at the current difficulty, which is capped by the
	 * network difficulty of the job unless the configured minimum is higher.
	 * @param id the id on the wire, unique on the channel while the job is known
	 * @param job the job
	 * @return the job as issued; its difficulty is what the miner must be told if it
	 * differs from that of the job issued before
	 */
	public LiveJob issue(long id, Job job) {
		this.networkDifficulty = job.networkDifficulty();
		LiveJob issued = this.jobs.issue(id, job, difficulty(), this.nanoTime.getAsLong());
		this.announced = issued.difficulty();
		this.changed = false;
		return issued;
	}

	/**
	 * The difficulty for the next job, if its network difficulty is that of the last one.
	 */
	@Override
	public double difficulty() {
		double wanted = Math.min(this.limits.maximum(), Math.max(this.floor, this.variable.current()));
		double least = Math.max(this.limits.minimum(), this.demanded);
		return Math.max(least, Math.min(wanted, this.networkDifficulty));
	}

	/**
	 * The miner asks for a difficulty, by suggest_difficulty, suggest_target, its
	 * password or the like. It holds from the next job on; earlier jobs keep theirs.
	 * @param difficulty the difficulty
	 * @param nowNanos the monotonic time
	 * @return whether the next job has another difficulty
	 */
	public boolean suggestDifficulty(double difficulty, long nowNanos) {
		double before = difficulty();
		if (this.variable.suggest(difficulty, nowNanos)) {
			this.earned = false;
		}
		return changedFrom(before);
	}

	/**
	 * The miner asks never to get less than a difficulty (BIP310 minimum-difficulty). It
	 * holds from the next job on.
	 * @param difficulty the difficulty; held inside the limits
	 * @param nowNanos the monotonic time
	 * @return whether the next job has another difficulty
	 */
	public boolean minimumDifficulty(double difficulty, long nowNanos) {
		double before = difficulty();
		if (this.limits.variable() && difficulty > 0) {
			double asked = Math.max(this.limits.minimum(), Math.min(this.limits.maximum(), difficulty));
			this.earned &= asked == this.floor;
			this.floor = asked;
		}
		return changedFrom(before);
	}

	/**
	 * The miner demands never to get less than a difficulty, not even where that of the
	 * network is lower (max_target of Stratum V2). It holds from the next job on, until
	 * it demands another one.
	 * @param difficulty the difficulty; above the limits, or if difficulties are fixed,
	 * it cannot be had
	 * @return whether the next job has another difficulty
	 */
	public boolean demandDifficulty(double difficulty) {
		double before = difficulty();
		if (this.limits.variable()) {
			this.demanded = Math.min(this.limits.maximum(), difficulty);
		}
		return changedFrom(before);
	}

	/**
	 * Time passed, so that the difficulty of a silent miner comes down.
	 * @param nowNanos the monotonic time
	 * @return whether the next job has another difficulty
	 */
	public boolean timePassed(long nowNanos) {
		double before = difficulty();
		return this.variable.timePassed(nowNanos) && retargeted(before);
	}

	@Override
	public boolean shareAccepted(LiveJob job, long nowNanos) {
		double before = difficulty();
		this.jobs.credited(job);
		boolean result = this.variable.shareAccepted(job.difficulty(), nowNanos) && retargeted(before);
		this.proven = difficulty();
		return result;
	}

	/**
	 * The miner is back after a disconnection. The time without it was no silence.
	 * @param nowNanos the monotonic time
	 */
	public void resumed(long nowNanos) {
		this.variable.resumed(nowNanos);
	}

	@Override
	public double provenDifficulty() {
		return this.proven;
	}

	/**
	 * Whether the difficulty was changed since the last job was issued, so that the miner
	 * should get a new one.
	 * @return true until the next job is issued
	 */
	public boolean hasPendingDifficulty() {
		return this.changed && difficulty() != this.announced;
	}

	/**
	 * A lowering that the server chose holds for the job before, too: a miner that
	 * applies it at once would otherwise lose what it submits for that. Not so on the way
	 * down from where the miner put itself, by connecting or by asking: it could hold
	 * shares back until they count, after those above have been credited with more.
	 */
	private boolean retargeted(double before) {
		double after = difficulty();
		if (after < before && this.earned) {
			this.jobs.lower(before, after);
		}
		this.earned |= after > before;
		return changedFrom(before);
	}

	private boolean changedFrom(double before) {
		boolean result = difficulty() != before;
		this.changed |= result;
		return result;
	}

}
