package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.CustomJobs;
import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.work.PayoutGroup;
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
import io.stratum.session.sv2.OpenChannelHandler.ChannelRequest;

/**
 * The mining side of a session: its channels and their groups. Used on the loop only,
 * except {@link #workers()} and {@link #difficulty()}.
 */
final class Sv2Mining {

	private final MiningEngine engine;

	private final Sv2Settings settings;

	private final Sv2Session session;

	private final JobSender jobs;

	private final Map<Integer, Sv2Channel> channels = new ConcurrentHashMap<>(4);

	private final List<Sv2Group> groups = new ArrayList<>(1);

	private int opening;

	private int lastId = Sv2Group.FIRST_ID;

	private boolean firstGroupTold;

	Sv2Mining(MiningEngine engine, Sv2Settings settings, Sv2Session session) {
		this.engine = engine;
		this.settings = settings;
		this.session = session;
		this.jobs = new JobSender(engine, session, this.groups);
	}

	boolean hasChannels() {
		return !this.channels.isEmpty();
	}

	@Nullable Sv2Channel channel(int id) {
		return this.channels.get(id);
	}

	/**
	 * The channels that an id stands for, the oldest first: one, or those of a group.
	 */
	List<Sv2Channel> addressed(int id) {
		Sv2Channel single = this.channels.get(id);
		return (single != null) ? List.of(single)
				: this.groups.stream()
					.filter((group) -> group.id() == id)
					.flatMap((group) -> group.members().stream())
					.toList();
	}

	/**
	 * The extended ones of the channels that an id stands for.
	 */
	List<Sv2Channel> extended(int id) {
		return addressed(id).stream().filter((channel) -> !channel.isStandard()).toList();
	}

	/**
	 * Gives a job that the client selected to channels.
	 */
	void accept(List<Sv2Channel> takers, Job job) {
		takers.forEach((channel) -> this.jobs.accept(channel, job));
	}

	Collection<Worker> workers() {
		return this.channels.values().stream().map(Sv2Channel::worker).distinct().toList();
	}

	double difficulty() {
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
		DifficultyLimits limits = this.session.limits().difficulty();
		double wanted = limits.difficultyOf(request.hashRate(), this.engine.difficultyOne());
		double initial = (wanted > 0) ? wanted : granted.lastDifficulty();
		MiningChannel mining = openMining(request.standard(), (initial > 0) ? limits.withInitial(initial) : limits);
		if (mining == null) {
			return null;
		}
		Sv2Group group = group(granted.group());
		Sv2Channel channel = new Sv2Channel(++this.lastId, request, granted.worker(), granted.group(), group, mining);
		channel.floor(request.maxTarget().difficultyWithin(this.engine.difficultyOne()));
		channel.announce(this.jobs.firstTarget(channel));
		this.channels.put(channel.id(), channel);
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

	private Sv2Group group(PayoutGroup payout) {
		for (Sv2Group group : this.groups) {
			if (group.payout() == payout) {
				return group;
			}
		}
		// An id that a proxy was told is never used again: it may remember the jobs
		boolean first = !this.firstGroupTold && this.groups.isEmpty();
		Sv2Group group = new Sv2Group(first ? Sv2Group.FIRST_ID : ++this.lastId, payout);
		this.groups.add(group);
		return group;
	}

	/**
	 * Begins to send jobs to a channel that the client was told of.
	 */
	void start(Sv2Channel channel) {
		if (this.channels.get(channel.id()) == channel) {
			this.firstGroupTold = true;
			channel.group().members().add(channel);
			this.jobs.start(channel);
		}
	}

	/**
	 * Ends a channel; what was accepted is acknowledged.
	 */
	void close(Sv2Channel channel) {
		if (!this.channels.remove(channel.id(), channel)) {
			return;
		}
		acknowledge(channel);
		Sv2Group group = channel.group();
		group.members().remove(channel);
		boolean used = this.channels.values().stream().anyMatch((other) -> other.group() == group);
		if (!used) {
			this.groups.remove(group);
		}
		letGo(channel);
	}

	private void letGo(Sv2Channel channel) {
		this.engine.channels().close(channel.mining());
		this.engine.leave(channel.payout());
	}

	void sendLatest() {
		if (hasChannels()) {
			this.jobs.sendLatest();
		}
	}

	void sendWaiting() {
		this.jobs.sendWaiting();
	}

	/**
	 * Notes an accepted share and acknowledges it, if it is due.
	 */
	void accepted(Sv2Channel channel, int sequenceNumber, ShareResult.Accepted share) {
		if (this.channels.get(channel.id()) != channel) {
			return;
		}
		int count = channel.batch().add(sequenceNumber, share.difficulty(), this.session.now());
		if (count >= this.settings.shareBatchSize() || share.blockHeader() != null) {
			acknowledge(channel);
		}
		judged(channel);
	}

	/**
	 * Sends a new target, with a job, if a share changed it.
	 */
	void judged(Sv2Channel channel) {
		if (channel.mining().hasPendingDifficulty() && this.channels.get(channel.id()) == channel) {
			this.jobs.refresh(channel);
		}
	}

	private void acknowledge(Sv2Channel channel) {
		SubmitSharesSuccess message = channel.batch().take(channel.id());
		if (message != null) {
			this.session.output().message(message);
		}
	}

	void sweep(long nowNanos) {
		if (!hasChannels()) {
			return;
		}
		if (!this.engine.isReady()) {
			this.session.workExpired();
			return;
		}
		long interval = this.settings.shareBatchInterval().toNanos();
		for (Sv2Channel channel : this.channels.values()) {
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
		if (this.channels.get(channel.id()) != channel) {
			return;
		}
		MiningChannel old = channel.mining();
		MiningChannel next = openMining(channel.isStandard(),
				this.session.limits().difficulty().withInitial(old.difficulty()));
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
	}

	/**
	 * Writes the last messages of all channels.
	 */
	void sayFarewell(CloseReason reason) {
		this.channels.values().forEach(this::acknowledge);
		if (reason != CloseReason.NO_WORK) {
			return;
		}
		if (this.session.requires(SetupConnection.REQUIRES_STANDARD_JOBS)) {
			this.channels.keySet().forEach(this::sayClosed);
		}
		else {
			this.groups.forEach((group) -> sayClosed(group.id()));
		}
	}

	private void sayClosed(int id) {
		this.session.output().message(new CloseChannel(id, Sv2ErrorCode.NO_WORK_AVAILABLE));
	}

	void closed() {
		this.channels.values().forEach(this::letGo);
		this.channels.clear();
		this.groups.clear();
	}

}
