package io.stratum.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.engine.Login.Refused.Cause;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.share.ProvenDifficulties;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.engine.work.PayoutGroups;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Logs workers in: authentication, payout, job, one after the other on a thread of a room
 * for logins, where the owners of addresses take turns. A login takes no longer than the
 * login timeout, and a call of a policy no longer than its own. Who is refused by a
 * policy counts towards bans; who was not decided on does not.
 */
final class Logins {

	private static final String BANNED = RejectReason.BANNED.text();

	private final WorkerAuthenticator authenticator;

	private final PayoutPolicy payout;

	private final LimitedCalls authentications;

	private final LimitedCalls payouts;

	private final Room room;

	private final Duration longestWait;

	private final PayoutGroups groups;

	private final EngineRuntime runtime;

	private final ProvenDifficulties difficulties;

	/** Those that have no outcome. */
	private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

	private final MiningListener listener;

	private final Bans bans;

	private final BooleanSupplier ready;

	Logins(EnginePolicies policies, EngineSettings settings, PayoutGroups groups, EngineRuntime runtime,
			ProvenDifficulties difficulties, BooleanSupplier ready) {
		this.authenticator = policies.authenticator();
		this.payout = policies.payout();
		this.authentications = calls(WorkerAuthenticator.class, this.authenticator, settings, runtime);
		this.payouts = calls(PayoutPolicy.class, this.payout, settings, runtime);
		this.room = runtime.room("stratum-login", settings.calls().threads());
		this.longestWait = settings.calls().loginWait();
		this.groups = groups;
		this.runtime = runtime;
		this.listener = policies.listeners();
		this.bans = policies.bans();
		this.difficulties = difficulties;
		this.ready = ready;
	}

	private static LimitedCalls calls(Class<?> type, Object bean, EngineSettings settings, EngineRuntime runtime) {
		return runtime.calls(runtime.faultLog(Logins.class, Fault.nameOf(type, bean)), settings.policyTimeout(),
				settings.calls().threads());
	}

	CompletionStage<Login> login(AuthenticationRequest request) {
		Attempt attempt = new Attempt(request);
		if (!this.ready.getAsBoolean() || !this.runtime.isRunning()) {
			attempt.postpone("No work available");
		}
		else if (attempt.isBanned(new Worker(request.workerName(), ""))) {
			attempt.ban();
		}
		else if (this.authentications.isStuck() || this.payouts.isStuck()) {
			attempt.postpone("Server busy");
		}
		else {
			attempt.await();
		}
		return attempt.result;
	}

	/** What is wrong with the policies that logins ask. */
	Stream<@Nullable Fault> faults() {
		return Stream.of(this.authentications.fault(), this.payouts.fault());
	}

	void start() {
		this.room.open();
	}

	/** Refuses who still waits. */
	void stop() {
		this.attempts.forEach((attempt) -> attempt.postpone("Server is stopping"));
		this.room.close();
	}

	private final class Attempt {

		private final AuthenticationRequest request;

		private final CompletableFuture<Login> result = new CompletableFuture<>();

		Attempt(AuthenticationRequest request) {
			this.request = request;
		}

		boolean isBanned(Worker worker) {
			return !Logins.this.bans.admits(worker, this.request.remoteAddress().getAddress());
		}

		/** Waits for its turn, and for the outcome no longer than for a turn. */
		void await() {
			Logins.this.attempts.add(this);
			Future<?> timeout = Logins.this.runtime.after(Logins.this.longestWait, this::timedOut);
			this.result.whenComplete((login, ex) -> {
				timeout.cancel(false);
				Logins.this.attempts.remove(this);
			});
			boolean taken = Logins.this.room.execute(Turns.ownerOf(this.request.remoteAddress().getAddress()), () -> {
				if (!this.result.isDone()) {
					decide();
				}
			});
			if (!taken) {
				postpone("Server busy");
			}
		}

		private void timedOut() {
			postpone("Login timed out");
		}

		private void decide() {
			try {
				Authentication outcome = Logins.this.authentications
					.call(() -> Logins.this.authenticator.authenticate(this.request), this::timedOut);
				if (outcome instanceof Authentication.Refused refused) {
					refuse(refused.message());
				}
				else if (outcome instanceof Authentication.Accepted accepted && !this.result.isDone()) {
					join(accepted.worker());
				}
			}
			catch (Exception ex) {
				postpone("Login failed");
			}
		}

		private void join(Worker worker) throws Exception {
			if (isBanned(worker)) {
				ban();
				return;
			}
			Payout payout = Logins.this.payouts.call(() -> payout(worker), this::timedOut);
			if (payout.key() == null) {
				refuse(payout.refusal());
				return;
			}
			PayoutGroup group = Logins.this.groups.join(payout.key());
			if (group == null) {
				postpone("No work available");
			}
			else {
				accept(new Login.Accepted(worker, group, Logins.this.difficulties.of(worker)));
			}
		}

		private @Nullable Payout payout(Worker worker) {
			try {
				String key = Logins.this.payout.payout(worker);
				return (key != null) ? new Payout(key, "") : null;
			}
			catch (PayoutRefusedException ex) {
				return new Payout(null, String.valueOf(ex.getMessage()));
			}
		}

		private void accept(Login.Accepted login) {
			if (this.result.complete(login)) {
				Logins.this.listener.workerAuthorized(this.request, login.worker());
			}
			else {
				Logins.this.groups.leave(login.group());
			}
		}

		/** Refuses who may not mine, and counts it, in contrast to who cannot now. */
		private void refuse(String message) {
			if (conclude(new Login.Refused(message, Cause.UNKNOWN))) {
				Logins.this.bans.loginFailed(this.request.workerName(), this.request.remoteAddress().getAddress());
			}
		}

		void ban() {
			conclude(new Login.Refused(BANNED, Cause.BANNED));
		}

		void postpone(String message) {
			conclude(new Login.Refused(message, Cause.TEMPORARY));
		}

		private boolean conclude(Login.Refused refusal) {
			boolean first = this.result.complete(refusal);
			if (first) {
				Logins.this.listener.workerRefused(this.request, refusal.message());
			}
			return first;
		}

	}

	/**
	 * What the payout policy said.
	 *
	 * @param key the payout, or null if there is none
	 * @param refusal why there is none
	 */
	private record Payout(@Nullable String key, String refusal) {

	}

}
