package io.stratum.engine;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.engine.Login.Refused.Cause;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
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

/**
 * Logs workers in: authentication, payout, job. Everything that a policy does runs on the
 * executor for blocking code, all of it together within the policy timeout.
 */
final class Logins {

	private static final String BANNED = RejectReason.BANNED.text();

	private final WorkerAuthenticator authenticator;

	private final PayoutPolicy payout;

	private final EngineSettings settings;

	private final PayoutGroups groups;

	private final EngineRuntime runtime;

	private final ProvenDifficulties difficulties;

	private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

	private final MiningListener listener;

	private final Bans bans;

	private final BooleanSupplier ready;

	private final FaultLog failures;

	Logins(EnginePolicies policies, EngineSettings settings, PayoutGroups groups, EngineRuntime runtime,
			ProvenDifficulties difficulties, BooleanSupplier ready) {
		this.authenticator = policies.authenticator();
		this.payout = policies.payout();
		this.settings = settings;
		this.groups = groups;
		this.runtime = runtime;
		this.listener = policies.listeners();
		this.bans = policies.bans();
		this.difficulties = difficulties;
		this.ready = ready;
		this.failures = runtime.faultLog(Logins.class,
				Fault.nameOf(WorkerAuthenticator.class, policies.authenticator()));
	}

	CompletionStage<Login> login(AuthenticationRequest request) {
		Attempt attempt = new Attempt(request);
		if (!this.ready.getAsBoolean() || !this.runtime.isRunning()) {
			attempt.postpone("No work available");
		}
		else if (attempt.isBanned(new Worker(request.workerName(), ""))) {
			attempt.ban();
		}
		else {
			attempt.authenticate();
		}
		return attempt.result;
	}

	/** What is wrong with the authenticator now, or null. */
	@Nullable Fault fault() {
		return this.failures.fault();
	}

	/** Refuses who still waits. */
	void stop() {
		this.attempts.forEach((attempt) -> attempt.postpone("Server is stopping"));
	}

	private final class Attempt {

		private final AuthenticationRequest request;

		private final CompletableFuture<Login> result = new CompletableFuture<>();

		/** Where a policy runs and may block. */
		private volatile @Nullable Thread blocking;

		Attempt(AuthenticationRequest request) {
			this.request = request;
		}

		boolean isBanned(Worker worker) {
			return !Logins.this.bans.admits(worker, this.request.remoteAddress().getAddress());
		}

		void authenticate() {
			Logins logins = Logins.this;
			Future<?> timeout = logins.runtime.after(logins.settings.policyTimeout(),
					() -> postpone("Login timed out"));
			logins.attempts.add(this);
			this.result.whenComplete((login, ex) -> {
				timeout.cancel(false);
				logins.attempts.remove(this);
			});
			try {
				logins.authenticator.authenticate(this.request, (task) -> execute(task))
					.whenComplete(this::authenticated);
			}
			catch (RejectedExecutionException ex) {
				postpone("Server busy");
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

		/** A login that timed out in the queue of the executor is not worth a call. */
		private void execute(Runnable task) {
			Logins.this.runtime.blocking().execute(() -> {
				if (!this.result.isDone()) {
					runBlocking(task);
				}
			});
		}

		private void runBlocking(Runnable task) {
			this.blocking = Thread.currentThread();
			try {
				task.run();
			}
			finally {
				this.blocking = null;
			}
		}

		private void authenticated(@Nullable Authentication authentication, @Nullable Throwable cause) {
			if (authentication instanceof Authentication.Refused refused) {
				Logins.this.failures.succeeded();
				refuseUnwanted(refused.message());
			}
			else if (authentication instanceof Authentication.Accepted accepted) {
				Logins.this.failures.succeeded();
				joinWhereItMayBlock(accepted.worker());
			}
			else {
				failed(cause);
			}
		}

		private void joinWhereItMayBlock(Worker worker) {
			if (Thread.currentThread() == this.blocking) {
				join(worker);
				return;
			}
			try {
				execute(() -> join(worker));
			}
			catch (RejectedExecutionException ex) {
				postpone("Server busy");
			}
		}

		private void join(Worker worker) {
			if (isBanned(worker)) {
				ban();
				return;
			}
			try {
				PayoutGroup group = Logins.this.groups.join(Logins.this.payout.payout(worker));
				if (group == null) {
					postpone("No work available");
				}
				else {
					accept(worker, group);
				}
			}
			catch (PayoutRefusedException ex) {
				refuseUnwanted(String.valueOf(ex.getMessage()));
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

		private void accept(Worker worker, PayoutGroup group) {
			double difficulty = Logins.this.difficulties.of(worker);
			if (this.result.complete(new Login.Accepted(worker, group, difficulty))) {
				Logins.this.listener.workerAuthorized(this.request, worker);
			}
			else {
				Logins.this.groups.leave(group);
			}
		}

		private void failed(@Nullable Throwable cause) {
			Logins.this.failures.failed(cause);
			postpone("Login failed");
		}

		/** Refuses who may not mine, in contrast to who cannot at the moment. */
		private void refuseUnwanted(String message) {
			refuse(message);
			Logins.this.bans.loginFailed(this.request.workerName(), this.request.remoteAddress().getAddress());
		}

		private void refuse(String message) {
			conclude(new Login.Refused(message, Cause.UNKNOWN));
		}

		private void ban() {
			conclude(new Login.Refused(BANNED, Cause.BANNED));
		}

		private void postpone(String message) {
			conclude(new Login.Refused(message, Cause.TEMPORARY));
		}

		private void conclude(Login.Refused refusal) {
			if (this.result.complete(refusal)) {
				Logins.this.listener.workerRefused(this.request, refusal.message());
			}
		}

	}

}
