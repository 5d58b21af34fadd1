package io.stratum.session.sv2;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Target;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;

/**
 * Sends jobs to the channels of a session: to a group at once, unless the client wants
 * standard jobs. A job is never sent while the peer does not read; the latest one follows
 * then. A target is never sent without a job, except to clients that select their work,
 * which get no job from here. Used on the loop only, except {@link #difficulty()}.
 */
final class JobSender {

	private final MiningEngine engine;

	private final FrameOutput output;

	private final List<Sv2Group> groups;

	private final boolean custom;

	private final boolean standardJobs;

	private boolean waiting;

	private volatile double difficulty;

	/**
	 * Sends nothing yet.
	 * @param engine makes the jobs
	 * @param output what the jobs are written to; the caller flushes it
	 * @param groups the groups of the session
	 * @param flags what the client required at the set-up
	 */
	JobSender(MiningEngine engine, FrameOutput output, List<Sv2Group> groups, int flags) {
		this.engine = engine;
		this.output = output;
		this.groups = groups;
		this.custom = (flags & SetupConnection.REQUIRES_WORK_SELECTION) != 0;
		this.standardJobs = (flags & SetupConnection.REQUIRES_STANDARD_JOBS) != 0;
	}

	/** The difficulty of the newest job of any channel. */
	double difficulty() {
		return this.difficulty;
	}

	/**
	 * The target of the first job of a channel, which is issued if it is there.
	 */
	Target firstTarget(Sv2Channel channel) {
		Job job = this.custom ? null : latest(channel.group());
		return (job != null) ? channel.issue(job).target().target()
				: Target.ofDifficulty(channel.mining().difficulty(), this.engine.difficultyOne());
	}

	/**
	 * Sends the first job of a channel.
	 */
	void start(Sv2Channel channel) {
		if (this.custom) {
			return;
		}
		if (this.output.isWritable()) {
			update(channel.group());
		}
		else {
			this.waiting = true;
		}
	}

	/**
	 * Sends what is due to all channels: the newest job, or else, where the difficulty
	 * changed, a fresh job of the same work.
	 * @return false if the peer skips a job, because it still does not read
	 */
	boolean sendLatest() {
		if (this.custom) {
			return true;
		}
		boolean waited = this.waiting;
		this.waiting = !this.output.isWritable();
		if (!this.waiting) {
			this.groups.forEach(this::update);
		}
		return !waited || !this.waiting;
	}

	/** Whether a job could not be sent before. */
	boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Sends a fresh job to a channel, whose target or extranonce changed.
	 */
	void refresh(Sv2Channel channel) {
		if (this.custom) {
			retarget(channel);
			return;
		}
		if (!this.output.isWritable()) {
			this.waiting = true;
			return;
		}
		update(channel.group());
		Job latest = latest(channel.group());
		if (latest != null && channel.isStarted() && needsJob(channel)) {
			sendOne(channel, this.engine.freshJob(latest), false);
		}
	}

	/**
	 * A client that applies a target to the job that it is at loses nothing by an easier
	 * one, which is good for that job, too. A harder one waits for the next job, unless
	 * the client asked for it.
	 */
	private void retarget(Sv2Channel channel) {
		if (!channel.mining().hasPendingDifficulty()) {
			return;
		}
		Target target = Target.ofDifficulty(channel.mining().difficulty(), this.engine.difficultyOne());
		boolean demanded = channel.announced().difficultyWithin(this.engine.difficultyOne()) < channel.floor();
		if ((demanded || target.compareTo(channel.announced()) > 0) && channel.announce(target)) {
			this.output.message(new SetTarget(channel.id(), target));
		}
	}

	private static boolean needsJob(Sv2Channel channel) {
		return channel.current() == null || channel.mining().hasPendingDifficulty();
	}

	/**
	 * The newest job of a payout, if it is for the newest tip.
	 */
	private @Nullable Job latest(Sv2Group group) {
		Job latest = group.payout().currentJob();
		Work work = this.engine.currentWork();
		return (work != null && latest.work().tip() != work.tip()) ? null : latest;
	}

	private void update(Sv2Group group) {
		Job latest = latest(group);
		if (latest == null || group.members().isEmpty()) {
			return;
		}
		Job sent = group.sent();
		boolean newer = sent == null || latest.work().number() > sent.work().number();
		boolean newTip = sent != null && !JobFrames.haveSamePrevHash(sent, latest);
		for (Sv2Channel channel : group.members()) {
			if (!channel.isStarted() && !newTip) {
				// A job that the group is about to get must not be sent twice
				sendOne(channel, (newer && sent != null) ? this.engine.freshJob(latest) : latest, true);
			}
			else if (!newer && needsJob(channel)) {
				sendOne(channel, this.engine.freshJob(latest), false);
			}
		}
		if (newer) {
			group.sent(latest);
			if (sent != null) {
				broadcast(group, latest, newTip);
			}
		}
	}

	private void broadcast(Sv2Group group, Job job, boolean newTip) {
		for (Sv2Channel channel : group.members()) {
			LiveJob issued = issue(channel, job);
			if (this.standardJobs) {
				write(channel, issued, newTip);
			}
			channel.markStarted();
		}
		if (this.standardJobs) {
			return;
		}
		if (group.id() == Sv2Group.FIRST_ID) {
			this.output.shared(JobFrames.job(job, newTip));
			if (newTip) {
				this.output.shared(JobFrames.prevHash(job));
			}
		}
		else {
			this.output.copy(JobFrames.job(job, newTip), group.id());
			if (newTip) {
				this.output.copy(JobFrames.prevHash(job), group.id());
			}
		}
	}

	private void sendOne(Sv2Channel channel, Job job, boolean future) {
		write(channel, issue(channel, job), future);
		channel.markStarted();
	}

	/**
	 * Issues a job and tells the target, if the client does not know it. A job that the
	 * client selected is issued before it is told the id.
	 */
	LiveJob issue(Sv2Channel channel, Job job) {
		LiveJob issued = channel.issue(job);
		this.difficulty = issued.difficulty();
		if (channel.announce(issued.target().target())) {
			this.output.message(new SetTarget(channel.id(), issued.target().target()));
		}
		return issued;
	}

	private void write(Sv2Channel channel, LiveJob issued, boolean future) {
		if (channel.isStandard()) {
			this.output.message(JobFrames.standard(issued, future, channel.id()));
		}
		else {
			this.output.message(JobFrames.extended(issued.job(), future, channel.id()));
		}
		if (future) {
			this.output.copy(JobFrames.prevHash(issued.job()), channel.id());
		}
	}

}
