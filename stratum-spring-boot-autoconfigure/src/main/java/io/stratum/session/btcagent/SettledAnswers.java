package io.stratum.session.btcagent;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.stratum.session.Reply;
import io.stratum.session.sv1.AgentSupport;

/**
 * Brings answers that are settled on any thread back to the loop: those of one batch by
 * one task and one flush. Everything else happens on the loop.
 */
final class SettledAnswers {

	private final Queue<Runnable> settled = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final AgentSupport.Host host;

	private int pending;

	SettledAnswers(AgentSupport.Host host) {
		this.host = host;
	}

	/**
	 * How many answers are waited for.
	 */
	int pending() {
		return this.pending;
	}

	/**
	 * Waits for an answer.
	 * @param answer settled on any thread
	 * @param action takes the answer, or the failure, on the loop
	 */
	void await(CompletionStage<Reply> answer, BiConsumer<@Nullable Reply, @Nullable Throwable> action) {
		this.pending++;
		answer.whenComplete((reply, failure) -> {
			this.settled.add(() -> action.accept(reply, failure));
			schedule();
		});
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				this.host.connection().loop().execute(this::drain);
			}
			catch (RejectedExecutionException ex) {
				// The loop has ended, and with it the connection
			}
		}
	}

	private void drain() {
		this.scheduled.set(false);
		for (Runnable next = this.settled.poll(); next != null; next = this.settled.poll()) {
			this.pending--;
			next.run();
		}
		if (this.host.session().isOpen()) {
			this.host.resume();
			this.host.written();
		}
	}

}
