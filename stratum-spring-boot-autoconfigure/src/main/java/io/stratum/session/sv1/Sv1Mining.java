package io.stratum.session.sv1;

import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.Subscribe;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Reply;
import io.stratum.session.flow.MiningState;

/**
 * The mining side of a session: its channel, its workers, and when it is sent a job. Jobs
 * begin when it is both subscribed and authorized. A job is never sent while the session
 * is quiet or the peer does not read; the latest one follows then. A difficulty is never
 * sent without a fresh job. Used on the loop only, except {@link #difficulty()}.
 */
final class Sv1Mining implements MiningState {

	private final MiningEngine engine;

	private final Sv1Session session;

	private final Sv1Workers workers;

	private final Sv1Subscription subscription;

	private final Sv1Jobs jobs;

	private @Nullable MiningChannel channel;

	private double suggested;

	private double minimum;

	private boolean setsExtranonce;

	private boolean resumed;

	private boolean started;

	private boolean waiting;

	Sv1Mining(MiningEngine engine, Sv1Session session) {
		this.engine = engine;
		this.session = session;
		this.workers = new Sv1Workers(this, engine, session);
		this.subscription = new Sv1Subscription(this, engine, session);
		this.jobs = new Sv1Jobs(session);
	}

	Sv1Workers workers() {
		return this.workers;
	}

	@Nullable MiningChannel channel() {
		return this.channel;
	}

	Sv1Jobs jobs() {
		return this.jobs;
	}

	@Override
	public double difficulty() {
		return this.jobs.difficulty();
	}

	@Override
	public boolean isStarted() {
		return this.started;
	}

	/** Agrees on the version bits that the miner may roll, of those that it can. */
	int negotiate(int requested) {
		int mask = requested & this.engine.versionMask();
		this.jobs.negotiated(mask);
		if (this.channel != null) {
			this.channel.versionMask(mask);
		}
		return mask;
	}

	/** Allows the server to change the extranonce of a live connection. */
	void subscribeExtranonce() {
		this.setsExtranonce = true;
	}

	void suggestDifficulty(double difficulty) {
		this.suggested = difficulty;
		if (this.channel != null && !this.session.isAgent()
				&& this.channel.suggestDifficulty(difficulty, this.session.now())) {
			sendLatest();
		}
	}

	void minimumDifficulty(double difficulty) {
		this.minimum = difficulty;
		if (this.channel != null && this.channel.minimumDifficulty(difficulty, this.session.now())) {
			sendLatest();
		}
	}

	/** Takes over what a new worker asked for; its first job will have it. */
	void workerAccepted(LoginOptions options, double lastDifficulty) {
		if (options.minimumDifficulty() > 0) {
			minimumDifficulty(options.minimumDifficulty());
		}
		if (options.difficulty() > 0) {
			suggestDifficulty(options.difficulty());
		}
		else if (lastDifficulty > 0 && !this.started && !this.resumed && this.suggested == 0
				&& !this.session.isAgent()) {
			suggestDifficulty(lastDifficulty);
		}
	}

	Reply subscribe(Subscribe request) {
		return this.subscription.subscribe(request);
	}

	/** Takes a channel over from the subscription, and gives the answer to it. */
	Reply subscribed(MiningChannel opened, boolean resumed) {
		this.resumed = resumed;
		adopt(opened);
		return subscription(opened);
	}

	/** The answer to a subscription, each time it is asked for. */
	Reply subscription(MiningChannel opened) {
		String token = own(opened);
		List<List<String>> subscriptions = List.of(List.of("mining.set_difficulty", token),
				List.of("mining.notify", token));
		return Reply.of(List.of(subscriptions, extranonce1(opened), this.engine.extranonce2Size())).then(this::start);
	}

	/** Where the difficulty of a new channel starts. */
	DifficultyLimits startLimits() {
		DifficultyLimits limits = this.session.limits().difficulty();
		return (limits.variable() && this.suggested > 0) ? limits.withInitial(this.suggested) : limits;
	}

	private void adopt(MiningChannel opened) {
		this.channel = opened;
		opened.versionMask(this.jobs.versionMask());
		this.workers.fixPayout();
		if (this.minimum > 0) {
			opened.minimumDifficulty(this.minimum, this.session.now());
		}
	}

	private String own(MiningChannel opened) {
		if (this.session.isAgent()) {
			return this.session.id();
		}
		Connection connection = this.session.transportConnection();
		return this.engine.channels()
			.resumable(opened, () -> connection.loop().execute(() -> this.session.close(CloseReason.RESUMED)));
	}

	private static String extranonce1(MiningChannel opened) {
		return HexFormat.of().formatHex(opened.lease().prefix());
	}

	/**
	 * Begins to send jobs, once there is a channel and a payout.
	 */
	void start() {
		if (!this.started && this.channel != null && this.workers.group() != null) {
			this.started = true;
			sendLatest();
		}
	}

	/**
	 * Sends what is due: the newest job if it was not sent, or else, if the difficulty
	 * changed, a fresh job of the same work.
	 */
	@Override
	public void sendLatest() {
		if (!this.started) {
			return;
		}
		if (!this.session.canSendUnsolicited()) {
			if (this.waiting) {
				this.session.events().jobSkipped(this.session);
			}
			this.waiting = true;
			return;
		}
		this.waiting = false;
		PayoutGroup group = this.workers.group();
		MiningChannel open = this.channel;
		if (group == null || open == null) {
			return;
		}
		Job latest = group.currentJob();
		Work work = this.engine.currentWork();
		if (work != null && latest.work().tip() != work.tip()) {
			return;
		}
		Job last = this.jobs.current();
		if (last == null || latest.work().number() > last.work().number()) {
			// A resumed channel may know the job, or newer ones of another payout
			boolean fresh = !this.session.isAgent() && (open.job(latest.sequence()) != null || !open.pays(latest));
			this.jobs.issue(open, fresh ? this.engine.freshJob(latest) : latest, fresh);
		}
		else if (this.jobs.isMoved() || open.hasPendingDifficulty()) {
			this.jobs.issue(open, this.engine.freshJob(latest), true);
		}
	}

	/**
	 * Sends a new difficulty, with a job, if the share changed it.
	 */
	void shareJudged() {
		if (this.channel != null && this.channel.hasPendingDifficulty()) {
			sendLatest();
		}
	}

	@Override
	public void sendWaiting() {
		if (this.waiting) {
			this.waiting = false;
			sendLatest();
		}
	}

	@Override
	public void sweep(long nowNanos) {
		this.workers.checkBans();
		if (!this.started || !this.session.isOpen()) {
			return;
		}
		if (!this.engine.isReady()) {
			this.session.workExpired();
			return;
		}
		Job last = this.jobs.current();
		if (this.session.isAgent() && last != null) {
			this.jobs.repeatToAgent(last, nowNanos);
		}
		else if (this.channel != null) {
			this.channel.timePassed(nowNanos);
			if (this.channel.hasPendingDifficulty()) {
				sendLatest();
			}
		}
	}

	/**
	 * Moves the miner to another extranonce, because under this one no more shares can be
	 * told apart; a miner that did not subscribe to that has to connect anew.
	 */
	void changeExtranonce() {
		MiningChannel old = this.channel;
		MiningChannel next = (this.setsExtranonce && old != null && !this.session.isAgent())
				? this.engine.channels().open(this.session.limits().difficulty().withInitial(old.difficulty())) : null;
		if (old == null || next == null) {
			this.session.close(CloseReason.NO_WORK);
			return;
		}
		this.engine.channels().close(old);
		adopt(next);
		own(next);
		this.jobs.moved();
		this.session.output()
			.notification("mining.set_extranonce", List.of(extranonce1(next), this.engine.extranonce2Size()));
		sendLatest();
	}

	@Override
	public void closed() {
		this.workers.closed();
		if (this.channel != null) {
			this.engine.channels().close(this.channel);
			this.channel = null;
		}
		this.started = false;
	}

}
