package io.stratum.session.sv1;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.Authorize;
import io.stratum.protocol.sv1.Subscribe;
import io.stratum.protocol.sv1.Subscription;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetExtranonce;
import io.stratum.protocol.sv1.Sv1Notification.SetVersionMask;
import io.stratum.session.CloseReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.BinarySide;
import io.stratum.session.flow.MiningState;

/**
 * The mining side of a session: its channel, its workers, and what it is sent. Jobs begin
 * when it is both subscribed and authorized. A job is never sent while the peer waits for
 * a reply that must come first, or does not read; the latest one follows then. A
 * difficulty is never sent without a fresh job. Used on the loop only, except
 * {@link #difficulty()}.
 */
public final class Sv1Mining implements MiningState {

	private static final int AGENT_EXTRANONCE2 = 8;

	private static final Reply NO_AGENTS = Reply
		.error(StratumError.of(20, "Agents need an extranonce2 of 8 bytes, which this server does not have"));

	private static final Reply NO_EXTRANONCE = Reply.error(StratumError.of(20, "Server full"));

	private static final JobLines LINES = new JobLines((job) -> Long.toHexString(job.sequence()));

	private final MiningEngine engine;

	private final Sv1Session session;

	private final Sv1Workers workers;

	/**
	 * The channel: null before the subscription and after the end. Another one takes its
	 * place when the extranonce changes.
	 */
	private @Nullable MiningChannel channel;

	/** Whether the channel was another connection's before this one resumed it. */
	private boolean resumed;

	/**
	 * The answer to a subscription that asked to resume a channel, until that is known.
	 */
	private @Nullable CompletableFuture<Reply> resuming;

	/** The difficulty that the miner suggested last, 0 for none. */
	private double suggested;

	/** The minimum difficulty that the miner asked for last, 0 for none. */
	private double minimum;

	/** The version bits that the miner may roll; 0 until it has negotiated. */
	private int versionMask;

	/** The version bits that the miner was told last, which a job may narrow. */
	private int announcedMask;

	/** Whether the miner takes another extranonce while it is connected. */
	private boolean takesExtranonce;

	/** Whether the miner was told another extranonce, and no job since. */
	private boolean extranonceChanged;

	/** Whether jobs are sent: from the first moment with a channel and a payout on. */
	private boolean started;

	/** Whether a job was due that could not be sent; the newest one is sent instead. */
	private boolean waiting;

	/** The job that was sent last, null before the first. */
	private @Nullable Job current;

	/** The difficulty that the miner was told last, 0 before the first job. */
	private volatile double announced;

	Sv1Mining(MiningEngine engine, Sv1Session session) {
		this.engine = engine;
		this.session = session;
		this.workers = new Sv1Workers(engine, session, this::accepted);
	}

	Sv1Workers workers() {
		return this.workers;
	}

	/**
	 * The channel.
	 * @return the channel, or null before the subscription
	 */
	public @Nullable MiningChannel channel() {
		return this.channel;
	}

	/**
	 * The worker that was authorized first, whom everything on the session is paid to.
	 * @return the worker, or null before the first
	 */
	public @Nullable Worker account() {
		return this.workers.first();
	}

	/**
	 * Where the difficulty of a new channel, or of a new miner on it, starts.
	 * @return the limits of the listener, with the start that was asked for
	 */
	public DifficultyLimits startLimits() {
		DifficultyLimits limits = this.session.settings().difficulty();
		return (limits.variable() && this.suggested > 0) ? limits.withInitial(this.suggested) : limits;
	}

	@Override
	public double difficulty() {
		return this.announced;
	}

	@Override
	public boolean isStarted() {
		return this.started;
	}

	/**
	 * Agrees on the version bits that the miner may roll, of those that it can. It is
	 * told of them by the answer to its request.
	 */
	int negotiate(int requested) {
		this.versionMask = requested & this.engine.versionMask();
		this.announcedMask = this.versionMask;
		if (this.channel != null) {
			this.channel.versionMask(this.versionMask);
		}
		return this.versionMask;
	}

	/** Allows the server to change the extranonce of a live connection. */
	void subscribeExtranonce() {
		this.takesExtranonce = true;
	}

	void suggestDifficulty(double difficulty) {
		this.suggested = difficulty;
		if (this.channel != null && this.channel.suggestDifficulty(difficulty, this.session.nanoTime())) {
			sendLatest();
		}
	}

	void minimumDifficulty(double difficulty) {
		this.minimum = difficulty;
		if (this.channel != null && this.channel.minimumDifficulty(difficulty, this.session.nanoTime())) {
			sendLatest();
		}
	}

	/**
	 * Subscribes: resumes or opens the channel once. Asking again gives the same answer.
	 */
	Reply subscribe(Subscribe request) {
		this.session.identify(request.userAgent(), this.channel == null && this.resuming == null);
		if (this.session.isAgent() && this.engine.extranonce2Size() != AGENT_EXTRANONCE2) {
			return NO_AGENTS.then(this.session::close);
		}
		if (this.channel != null) {
			return subscription(this.channel);
		}
		CompletableFuture<Reply> later = this.resuming;
		if (later == null) {
			String token = request.session();
			if (token == null || this.session.isAgent()) {
				return subscribed(null);
			}
			later = new CompletableFuture<>();
			this.resuming = later;
			this.engine.channels().resume(token).thenAcceptAsync(this::resumed, this.session::execute);
		}
		return Reply.later(later);
	}

	private void resumed(@Nullable MiningChannel found) {
		CompletableFuture<Reply> later = this.resuming;
		this.resuming = null;
		if (this.session.isOpen() && later != null) {
			later.complete(subscribed(found));
		}
		else if (found != null) {
			this.engine.channels().close(found);
		}
	}

	private Reply subscribed(@Nullable MiningChannel found) {
		MiningChannel opened = found;
		if (opened == null) {
			opened = this.session.isAgent() ? this.engine.channels().openShared(startLimits())
					: this.engine.channels().open(startLimits());
		}
		if (opened == null) {
			return NO_EXTRANONCE;
		}
		this.resumed = found != null;
		adopt(opened);
		return subscription(opened);
	}

	/** The answer to a subscription, each time it is asked for. */
	private Reply subscription(MiningChannel opened) {
		String token = own(opened);
		Subscription given = new Subscription(token, opened.lease().prefix(), this.engine.extranonce2Size());
		return Reply.of(given.result()).then(this::start);
	}

	private void adopt(MiningChannel opened) {
		this.channel = opened;
		opened.versionMask(this.versionMask);
		fixPayout();
		opened.minimumDifficulty(this.minimum, this.session.nanoTime());
	}

	/** Tells the channel what its miner is paid, once both are there. */
	private void fixPayout() {
		PayoutGroup group = this.workers.group();
		if (this.channel != null && group != null) {
			this.channel.jobs().payTo(group.key());
		}
	}

	/** Has whoever resumes the channel take it from this session, which closes then. */
	private String own(MiningChannel opened) {
		if (this.session.isAgent()) {
			return this.session.id();
		}
		return this.engine.channels()
			.resumable(opened, () -> this.session.execute(() -> this.session.close(CloseReason.RESUMED)));
	}

	/** Takes over what a new worker asked for; its first job will have it. */
	private Reply accepted(Authorize request, Login.Accepted granted) {
		fixPayout();
		LoginOptions options = LoginOptions.parse(request.password());
		if (options.minimumDifficulty() > 0) {
			minimumDifficulty(options.minimumDifficulty());
		}
		if (options.difficulty() > 0) {
			suggestDifficulty(options.difficulty());
		}
		else if (granted.lastDifficulty() > 0 && !this.started && !this.resumed && this.suggested == 0
				&& !this.session.isAgent()) {
			suggestDifficulty(granted.lastDifficulty());
		}
		return Reply.TRUE.then(this::start);
	}

	private void start() {
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
		if (!this.started || mustWait()) {
			return;
		}
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
		Job last = this.current;
		if (last == null || latest.work().number() > last.work().number()) {
			// A resumed channel may know the job, or newer ones of another payout
			boolean fresh = !this.session.isAgent()
					&& (open.jobs().find(latest.sequence()) != null || !open.jobs().pays(latest));
			issue(open, fresh ? this.engine.freshJob(latest) : latest, fresh);
		}
		else if (this.extranonceChanged || open.hasPendingDifficulty()) {
			issue(open, this.engine.freshJob(latest), true);
		}
	}

	private boolean mustWait() {
		boolean skips = this.waiting;
		this.waiting = !this.session.canSendUnsolicited();
		if (this.waiting && skips) {
			this.session.observer().jobSkipped(this.session);
		}
		return this.waiting;
	}

	/**
	 * Sends a job.
	 * @param personal whether nobody else is sent this job
	 */
	private void issue(MiningChannel open, Job job, boolean personal) {
		boolean clean = this.extranonceChanged || this.current == null || this.current.work().tip() != job.work().tip();
		this.current = job;
		this.extranonceChanged = false;
		BinarySide agent = this.session.isAgent() ? this.session.binarySide() : null;
		if (agent != null) {
			this.announced = agent.issue(open, job, clean);
		}
		else {
			issueLines(open.issue(job.sequence(), job), personal, clean);
		}
		this.session.written();
	}

	/** Writes a job with the difficulty and the version bits that the miner lacks. */
	private void issueLines(LiveJob issued, boolean personal, boolean clean) {
		LineOutput output = this.session.output();
		if (issued.difficulty() != this.announced) {
			this.announced = issued.difficulty();
			output.notification(new SetDifficulty(issued.difficulty()));
		}
		int mask = this.versionMask & issued.job().versionMask();
		if (mask != this.announcedMask) {
			this.announcedMask = mask;
			output.notification(new SetVersionMask(mask));
		}
		output.shared(personal ? LINES.personal(issued.job(), clean) : LINES.shared(issued.job(), clean));
	}

	/** Sends a new difficulty, with a job, if the share changed it. */
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
		MiningChannel open = this.channel;
		if (!this.started || open == null || !this.session.isOpen()) {
			return;
		}
		if (!this.engine.isReady()) {
			this.session.workExpired();
			return;
		}
		BinarySide agent = this.session.isAgent() ? this.session.binarySide() : null;
		if (agent != null) {
			agent.repeatJob(open, nowNanos);
		}
		else {
			open.timePassed(nowNanos);
			shareJudged();
		}
	}

	/**
	 * Moves the miner to another extranonce, because under this one no more shares can be
	 * told apart; a miner that did not subscribe to that has to connect anew.
	 */
	void changeExtranonce() {
		MiningChannel old = this.channel;
		MiningChannel next = (this.takesExtranonce && old != null && !this.session.isAgent())
				? this.engine.channels().open(this.session.settings().difficulty().withInitial(old.difficulty()))
				: null;
		if (old == null || next == null) {
			this.session.close(CloseReason.NO_WORK);
			return;
		}
		this.engine.channels().close(old);
		adopt(next);
		own(next);
		this.extranonceChanged = true;
		this.session.output().notification(new SetExtranonce(next.lease().prefix(), this.engine.extranonce2Size()));
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
