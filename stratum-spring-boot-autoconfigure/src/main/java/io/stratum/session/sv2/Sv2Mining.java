package io.stratum.session.sv2;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.engine.CustomJobs;
import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.session.CloseReason;
import io.stratum.session.flow.MiningState;

/**
 * The mining side of a session: its channels and their groups. Used on the loop only,
 * except {@link #workers()} and {@link #difficulty()}.
 */
final class Sv2Mining implements MiningState {

	private final MiningEngine engine;

	private final Sv2Settings settings;

	private final Sv2Session session;

	private final JobSender jobs;

	private final Sv2Channels channels = new Sv2Channels();

	private int opening;

	private long banVersion = -1;

	Sv2Mining(MiningEngine engine, Sv2Settings settings, Sv2Session session) {
		this.engine = engine;
		this.settings = settings;
		this.session = session;
		this.jobs = new JobSender(engine, session.output(), this.channels.groups(), session.flags());
	}

	@Override
	public boolean isStarted() {
		return !this.channels.isEmpty();
	}

	Sv2Channels channels() {
		return this.channels;
	}

	/**
	 * Gives a job that the client selected to channels.
	 */
	void accept(List<Sv2Channel> takers, Job job) {
		takers.forEach((channel) -> this.jobs.issue(channel, job));
	}

	Collection<Worker> workers() {
		return this.channels.all().stream().map(Sv2Channel::worker).distinct().toList();
	}

	@Override
	public double difficulty() {
		return this.jobs.difficulty();
	}

	/**
	 * Takes one of the channels that the connection may have, until {@link #opened()}.
	 * @return false if it has all of them
	 */
	boolean opening() {
		if (this.opening + this.channels.size() >= this.settings.maxChannels()) {
			return false;
		}
		this.opening++;
		return true;
	}

	void opened() {
		this.opening--;
	}

	/**
	 * Opens a channel for a user who may mine. It gets no job before
	 * {@link #start(Sv2Channel)}, but knows its first target if there is a job.
	 * @return the channel, or null if no extranonce is free
	 */
	@Nullable Sv2Channel open(ChannelRequest request, Login.Accepted granted) {
		WorkerStanding standing = this.engine.bans().open(granted.worker(), this.session.remoteAddress().getAddress());
		Sv2Channel channel = null;
		try {
			channel = open(request, granted, standing);
		}
		finally {
			if (channel == null) {
				standing.close();
			}
		}
		return channel;
	}

	private @Nullable Sv2Channel open(ChannelRequest request, Login.Accepted granted, WorkerStanding standing) {
		DifficultyLimits limits = this.session.settings().difficulty();
		double wanted = limits.difficultyOf(request.hashRate(), this.engine.difficultyOne());
		double initial = (wanted > 0) ? wanted : granted.lastDifficulty();
		MiningChannel mining = openMining(request.standard(), (initial > 0) ? limits.withInitial(initial) : limits);
		if (mining == null) {
			return null;
		}
		Sv2Group group = this.channels.groupOf(granted.group());
		Sv2Channel channel = new Sv2Channel(this.channels.nextId(), request, standing, granted.group(), group, mining);
		channel.floor(request.maxTarget().difficultyWithin(this.engine.difficultyOne()));
		channel.announce(this.jobs.firstTarget(channel));
		this.channels.add(channel);
		this.banVersion = -1;
		return channel;
	}

	private @Nullable MiningChannel openMining(boolean standard, DifficultyLimits limits) {
		CustomJobs custom = this.session.requires(SetupConnection.REQUIRES_WORK_SELECTION) ? this.engine.customJobs()
				: null;
		MiningChannel mining = (custom != null) ? custom.openChannel(limits)
				: standard ? this.engine.channels().openStandard(limits) : this.engine.channels().open(limits);
		if (mining != null) {
			mining.dialectVersionMask(JobFrames.rollsVersion(this.engine) ? JobFrames.VERSION_MASK : 0);
		}
		return mining;
	}

	/** Begins to send jobs to a channel that the client was told of. */
	void start(Sv2Channel channel) {
		if (this.channels.contains(channel)) {
			this.channels.told(channel);
			this.jobs.start(channel);
			this.session.written();
		}
	}

	/**
	 * Ends a channel for its client: it takes no more requests and gets no more jobs, and
	 * is gone after the answers to those that came before.
	 */
	void leave(Sv2Channel channel) {
		this.channels.leave(channel);
		this.session.afterReplies(channel.id(), () -> close(channel));
	}

	/**
	 * Ends a channel; what was accepted is acknowledged.
	 */
	void close(Sv2Channel channel) {
		if (this.channels.remove(channel)) {
			acknowledge(channel);
			end(channel);
		}
	}

	/** Ends the channels of workers that are banned, if bans have changed. */
	void checkBans() {
		long version = this.engine.bans().version();
		if (version == this.banVersion) {
			return;
		}
		this.banVersion = version;
		List.copyOf(this.channels.all())
			.stream()
			.filter((channel) -> channel.standing().isBanned())
			.forEach((channel) -> {
				acknowledge(channel);
				sayClosed(channel.id(), Sv2ErrorCode.BANNED);
				close(channel);
			});
		this.session.written();
	}

	private void end(Sv2Channel channel) {
		channel.standing().close();
		this.engine.channels().close(channel.mining());
		this.engine.leave(channel.payout());
	}

	@Override
	public void sendLatest() {
		if (!isStarted()) {
			return;
		}
		if (!this.jobs.sendLatest()) {
			this.session.observer().jobSkipped(this.session);
		}
		this.session.written();
	}

	@Override
	public void sendWaiting() {
		if (this.jobs.isWaiting()) {
			sendLatest();
		}
	}

	/**
	 * Notes an accepted share and acknowledges it, if it is due.
	 */
	void accepted(Sv2Channel channel, int sequenceNumber, ShareResult.Accepted share) {
		if (!this.channels.contains(channel)) {
			return;
		}
		int count = channel.batch().add(sequenceNumber, share.difficulty(), this.session.nanoTime());
		if (count >= this.settings.shareBatchSize() || share.blockHeader() != null) {
			acknowledge(channel);
		}
		judged(channel);
	}

	/**
	 * Sends a new target, with a job, if a share changed it.
	 */
	void judged(Sv2Channel channel) {
		if (channel.mining().hasPendingDifficulty() && this.channels.find(channel.id()) == channel) {
			this.jobs.refresh(channel);
			this.session.written();
		}
	}

	private void acknowledge(Sv2Channel channel) {
		SubmitSharesSuccess message = channel.batch().take(channel.id());
		if (message != null) {
			this.session.output().message(message);
		}
	}

	@Override
	public void sweep(long nowNanos) {
		checkBans();
		if (!isStarted()) {
			return;
		}
		if (!this.engine.isReady()) {
			this.session.workExpired();
			return;
		}
		long interval = this.settings.shareBatchInterval().toNanos();
		for (Sv2Channel channel : this.channels.all()) {
			if (!this.session.isOpen()) {
				return;
			}
			channel.mining().timePassed(nowNanos);
			judged(channel);
			if (channel.batch().isOlderThan(interval, nowNanos)) {
				acknowledge(channel);
			}
		}
		this.session.written();
	}

	/**
	 * Moves a channel to another extranonce, because under this one no more shares can be
	 * told apart.
	 */
	void changeExtranonce(Sv2Channel channel) {
		if (this.channels.find(channel.id()) != channel) {
			return;
		}
		MiningChannel old = channel.mining();
		MiningChannel next = openMining(channel.isStandard(),
				this.session.settings().difficulty().withInitial(old.difficulty()));
		if (next == null) {
			this.session.output().message(new CloseChannel(channel.id(), Sv2ErrorCode.NO_WORK_AVAILABLE));
			close(channel);
			return;
		}
		this.engine.channels().close(old);
		channel.move(next);
		this.session.output()
			.message(new SetExtranoncePrefix(channel.id(), channel.extranoncePrefix(this.engine.extranonce2Size())));
		this.jobs.refresh(channel);
		this.session.written();
	}

	/**
	 * Writes the last messages of all channels.
	 */
	void announceClose(CloseReason reason) {
		this.channels.all().forEach(this::acknowledge);
		if (reason != CloseReason.NO_WORK && reason != CloseReason.BANNED) {
			return;
		}
		String code = (reason == CloseReason.BANNED) ? Sv2ErrorCode.BANNED : Sv2ErrorCode.NO_WORK_AVAILABLE;
		if (this.session.requires(SetupConnection.REQUIRES_STANDARD_JOBS)) {
			this.channels.all().forEach((channel) -> sayClosed(channel.id(), code));
		}
		else {
			this.channels.groups().forEach((group) -> sayClosed(group.id(), code));
		}
	}

	private void sayClosed(int id, String code) {
		this.session.output().message(new CloseChannel(id, code));
	}

	@Override
	public void closed() {
		this.channels.all().forEach(this::end);
		this.channels.clear();
	}

}
