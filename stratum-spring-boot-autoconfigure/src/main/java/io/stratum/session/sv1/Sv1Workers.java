package io.stratum.session.sv1;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.Authorize;
import io.stratum.session.AbstractStratumSession;
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

	private static final Reply BANNED = Reply.error(StratumError.of(RejectReason.BANNED));

	/** A worker that was let in may have been banned since it was asked. */
	private static final long UNCHECKED = -1;

	private final MiningEngine engine;

	private final AbstractStratumSession session;

	private final BiFunction<Authorize, Login.Accepted, Reply> granted;

	/** Who may mine, by name; copied when a login is granted. */
	private volatile Map<String, WorkerStanding> accepted = Map.of();

	/** The version of the bans that all workers were last held against. */
	private long banVersion = UNCHECKED;

	/** The logins that are under way, by name; null while there are none. */
	private @Nullable Map<String, PendingLogin> pending;

	/** The payout of the first worker: null before it is let in and after the end. */
	private @Nullable PayoutGroup group;

	/** The worker that was let in first; stays so. */
	private @Nullable Worker first;

	/**
	 * Starts without workers.
	 * @param engine who authenticates
	 * @param session the session
	 * @param granted called when a worker was let in; returns what it is answered
	 */
	Sv1Workers(MiningEngine engine, AbstractStratumSession session,
			BiFunction<Authorize, Login.Accepted, Reply> granted) {
		this.engine = engine;
		this.session = session;
		this.granted = granted;
	}

	Collection<Worker> all() {
		return this.accepted.values().stream().map(WorkerStanding::worker).toList();
	}

	@Nullable WorkerStanding find(String name) {
		return this.accepted.get(name);
	}

	/** The worker that was authorized first. */
	@Nullable Worker first() {
		return this.first;
	}

	@Nullable PayoutGroup group() {
		return this.group;
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
		WorkerStanding known = this.accepted.get(name);
		if (known != null) {
			return known.isBanned() ? BANNED : Reply.TRUE;
		}
		if (isPending(name)) {
			return whenKnown(name, () -> authorize(request));
		}
		Map<String, PendingLogin> logins = this.pending;
		int count = this.accepted.size() + ((logins != null) ? logins.size() : 0);
		if (count >= this.session.settings().maxWorkers()) {
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
					this.session.remoteAddress(), this.session.listener(), this.session.dialect()))
			.thenAcceptAsync((outcome) -> concluded(request, login, outcome), this.session::execute);
		return Reply.later(login.reply);
	}

	/**
	 * Closes the session if bans have changed and leave nobody on it who may mine.
	 */
	void checkBans() {
		long version = this.engine.bans().version();
		if (version != this.banVersion) {
			this.banVersion = version;
			Collection<WorkerStanding> workers = this.accepted.values();
			if (!workers.isEmpty() && workers.stream().allMatch(WorkerStanding::isBanned)) {
				this.session.close(CloseReason.BANNED);
			}
		}
	}

	void closed() {
		this.pending = null;
		this.accepted.values().forEach(WorkerStanding::close);
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
		}
		else {
			// The session is in its group already
			this.engine.leave(granted.group());
			if (!granted.group().key().equals(this.group.key())) {
				return OTHER_PAYOUT;
			}
		}
		Map<String, WorkerStanding> workers = new HashMap<>(this.accepted);
		workers.put(request.user(),
				this.engine.bans().open(granted.worker(), this.session.remoteAddress().getAddress()));
		this.accepted = Map.copyOf(workers);
		this.banVersion = UNCHECKED;
		return this.granted.apply(request, granted);
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
