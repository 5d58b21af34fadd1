package io.stratum.session.sv1;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Conduct;
import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.protocol.sv1.Authorize;
import io.stratum.session.CloseReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * The workers of a session, those being authenticated, and the payout that all of them
 * share. Used on the loop only, except {@link #all()}.
 */
final class Sv1Workers {

	private static final Reply NOT_READY = Reply.error(StratumError.of(20, "No work available, try again later"));

	private static final Reply TOO_MANY = Reply.error(StratumError.of(20, "Too many workers on one connection"));

	private static final Reply OTHER_PAYOUT = Reply
		.error(StratumError.of(24, "Workers of one connection must share a payout"));

	/** A worker that was let in may have been banned since it was asked. */
	private static final long UNCHECKED = -1;

	private final Sv1Mining mining;

	private final MiningEngine engine;

	private final Sv1Session session;

	private volatile Map<String, Conduct> accepted = Map.of();

	private long banVersion = UNCHECKED;

	private @Nullable Map<String, PendingLogin> pending;

	private @Nullable PayoutGroup group;

	private @Nullable Worker first;

	Sv1Workers(Sv1Mining mining, MiningEngine engine, Sv1Session session) {
		this.mining = mining;
		this.engine = engine;
		this.session = session;
	}

	Collection<Worker> all() {
		return this.accepted.values().stream().map(Conduct::worker).toList();
	}

	@Nullable Conduct find(String name) {
		return this.accepted.get(name);
	}

	/** The worker that was authorized first. */
	@Nullable Worker first() {
		return this.first;
	}

	@Nullable PayoutGroup group() {
		return this.group;
	}

	/** Tells the channel what its miner is paid, once both are there. */
	void fixPayout() {
		MiningChannel channel = this.mining.channel();
		if (channel != null && this.group != null) {
			channel.payTo(this.group.key());
		}
	}

	boolean isPending(String name) {
		return this.pending != null && this.pending.containsKey(name);
	}

	/**
	 * Has something wait until it is known whether a worker may mine.
	 */
	Reply whenKnown(String name, Supplier<Reply> request) {
		PendingLogin login = (this.pending != null) ? this.pending.get(name) : null;
		return (login != null) ? login.then(request) : request.get();
	}

	Reply authorize(Authorize request) {
		String name = request.user();
		Conduct known = this.accepted.get(name);
		if (known != null) {
			return known.isBanned() ? SubmitHandler.refusal(RejectReason.BANNED) : Reply.TRUE;
		}
		if (isPending(name)) {
			return whenKnown(name, () -> authorize(request));
		}
		Map<String, PendingLogin> logins = this.pending;
		int count = this.accepted.size() + ((logins != null) ? logins.size() : 0);
		if (count >= this.session.limits().maxWorkers()) {
			return TOO_MANY;
		}
		if (!this.engine.isReady()) {
			return NOT_READY;
		}
		if (logins == null) {
			logins = new HashMap<>(2);
			this.pending = logins;
		}
		PendingLogin login = new PendingLogin();
		logins.put(name, login);
		this.engine
			.login(new AuthenticationRequest(name, request.password(), this.session.userAgent(),
					this.session.remoteAddress(), this.session.listener(), this.session.isAgent() ? "btcagent" : "sv1"))
			.thenAcceptAsync((outcome) -> concluded(request, login, outcome),
					this.session.transportConnection().loop());
		return Reply.later(login.reply);
	}

	/**
	 * Closes the session if bans have changed and leave nobody on it who may mine.
	 */
	void checkBans() {
		long version = this.engine.bans().version();
		if (version != this.banVersion) {
			this.banVersion = version;
			Collection<Conduct> workers = this.accepted.values();
			if (!workers.isEmpty() && workers.stream().allMatch(Conduct::isBanned)) {
				this.session.close(CloseReason.BANNED);
			}
		}
	}

	void closed() {
		this.pending = null;
		this.accepted.values().forEach(Conduct::close);
		if (this.group != null) {
			this.engine.leave(this.group);
			this.group = null;
		}
	}

	private void concluded(Authorize request, PendingLogin login, Login outcome) {
		if (this.pending == null || !this.session.isOpen()) {
			if (outcome instanceof Login.Accepted late) {
				this.engine.leave(late.group());
			}
			return;
		}
		this.pending.remove(request.user());
		if (this.pending.isEmpty()) {
			this.pending = null;
		}
		try {
			login.complete((outcome instanceof Login.Accepted granted) ? accept(request, granted)
					: Reply.error(StratumError.of(24, ((Login.Refused) outcome).message())));
		}
		catch (RuntimeException ex) {
			login.fail(ex);
		}
	}

	private Reply accept(Authorize request, Login.Accepted granted) {
		if (this.group == null) {
			this.group = granted.group();
			this.first = granted.worker();
			fixPayout();
		}
		else {
			// The session is in its group already
			this.engine.leave(granted.group());
			if (!granted.group().key().equals(this.group.key())) {
				return OTHER_PAYOUT;
			}
		}
		Map<String, Conduct> workers = new HashMap<>(this.accepted);
		workers.put(request.user(),
				this.engine.bans().open(granted.worker(), this.session.remoteAddress().getAddress()));
		this.accepted = Map.copyOf(workers);
		this.banVersion = UNCHECKED;
		LoginOptions options = LoginOptions.parse(request.password());
		this.mining.workerAccepted(options, granted.lastDifficulty());
		return Reply.TRUE.then(this.mining::start);
	}

	/**
	 * A login that is under way, with what waits for it.
	 */
	private static final class PendingLogin {

		private final CompletableFuture<Reply> reply = new CompletableFuture<>();

		private final List<Runnable> waiting = new ArrayList<>(1);

		Reply then(Supplier<Reply> request) {
			CompletableFuture<Reply> later = new CompletableFuture<>();
			this.waiting.add(() -> {
				try {
					later.complete(request.get());
				}
				catch (RuntimeException ex) {
					later.completeExceptionally(ex);
				}
			});
			return Reply.later(later);
		}

		void complete(Reply outcome) {
			this.reply.complete(outcome);
			this.waiting.forEach(Runnable::run);
		}

		void fail(RuntimeException cause) {
			this.reply.completeExceptionally(cause);
			this.waiting.forEach(Runnable::run);
		}

	}

}
