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

	private final Sv2Session session;

	private final List<Sv2Group> groups;

	private final boolean custom;

	private boolean waiting;

	private volatile double difficulty;

	JobSender(MiningEngine engine, Sv2Session session, List<Sv2Group> groups) {
		this.engine = engine;
		this.session = session;
		this.groups = groups;
		this.custom = session.requires(SetupConnection.REQUIRES_WORK_SELECTION);
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
		if (!this.session.isWritable()) {
			this.waiting = true;
			return;
		}
		update(channel.group());
		this.session.written();
	}

	/**
	 * Sends what is due to all channels: the newest job, or else, where the difficulty
	 * changed, a fresh job of the same work.
	 */
	void sendLatest() {
		if (this.custom) {
			return;
		}
		if (!this.session.isWritable()) {
			if (this.waiting) {
				this.session.events().jobSkipped(this.session);
			}
			this.waiting = true;
			return;
		}
		this.waiting = false;
		this.groups.forEach(this::update);
		this.session.written();
	}

	/**
	 * Sends what could not be sent before.
	 */
	void sendWaiting() {
		if (this.waiting) {
			sendLatest();
		}
	}

	/**
	 * Gives a job of the client to a channel, before the client is told its id.
	 */
	void accept(Sv2Channel channel, Job job) {
		issue(channel, job);
	}

	/**
	 * Sends a fresh job to a channel, whose target or extranonce changed.
	 */
	void refresh(Sv2Channel channel) {
		if (this.custom) {
			retarget(channel);
			return;
		}
		if (!this.session.isWritable()) {
			this.waiting = true;
			return;
		}
		update(channel.group());
		Job latest = latest(channel.group());
		if (latest != null && channel.isStarted() && needsJob(channel)) {
			sendOne(channel, this.engine.freshJob(latest), false);
		}
		this.session.written();
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
			this.session.output().message(new SetTarget(channel.id(), target));
			this.session.written();
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
		boolean single = this.session.requires(SetupConnection.REQUIRES_STANDARD_JOBS);
		for (Sv2Channel channel : group.members()) {
			LiveJob issued = issue(channel, job);
			if (single) {
				write(channel, issued, newTip);
			}
			channel.markStarted();
		}
		if (single) {
			return;
		}
		FrameOutput output = this.session.output();
		if (group.id() == Sv2Group.FIRST_ID) {
			output.shared(JobFrames.job(job, newTip));
			if (newTip) {
				output.shared(JobFrames.prevHash(job));
			}
		}
		else {
			output.copy(JobFrames.job(job, newTip), group.id());
			if (newTip) {
				output.copy(JobFrames.prevHash(job), group.id());
			}
		}
	}

	private void sendOne(Sv2Channel channel, Job job, boolean future) {
		write(channel, issue(channel, job), future);
		channel.markStarted();
	}

	/**
	 * Issues a job and tells the target, if the client does not know it.
	 */
	private LiveJob issue(Sv2Channel channel, Job job) {
		LiveJob issued = channel.issue(job);
		this.difficulty = issued.difficulty();
		if (channel.announce(issued.target().target())) {
			this.session.output().message(new SetTarget(channel.id(), issued.target().target()));
		}
		return issued;
	}

	private void write(Sv2Channel channel, LiveJob issued, boolean future) {
		FrameOutput output = this.session.output();
		if (channel.isStandard()) {
			output.message(JobFrames.standard(issued, future, channel.id()));
		}
		else {
			output.message(JobFrames.extended(issued.job(), future, channel.id()));
		}
		if (future) {
			output.copy(JobFrames.prevHash(issued.job()), channel.id());
		}
	}

}
