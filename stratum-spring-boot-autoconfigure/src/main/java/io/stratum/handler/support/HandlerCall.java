package io.stratum.handler.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.stratum.handler.invocation.StratumInterceptor.Chain;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.mining.RejectReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

/**
 * A call of a handler method, and the reply that comes of it. When it takes too long the
 * reply is an error, the thread in it is interrupted, what it subscribed to is cancelled,
 * and what comes of it then is dropped.
 */
final class HandlerCall extends CompletableFuture<Reply> implements Chain, CallQueue.Call {

	private static final Reply LATE = Reply.error(StratumError.INTERNAL);

	private final MappedMethod method;

	private final StratumInvocation invocation;

	private final boolean blocks;

	/** In the handler and may be interrupted; guarded by this. */
	private @Nullable Thread thread;

	/** Whether that thread was interrupted; guarded by this. */
	private boolean interrupted;

	/**
	 * What the handler returned, if its subscription can be cancelled; guarded by this.
	 */
	private @Nullable Future<?> subscription;

	HandlerCall(MappedMethod method, StratumInvocation invocation, boolean blocks) {
		this.method = method;
		this.invocation = invocation;
		this.blocks = blocks;
	}

	StratumInvocation invocation() {
		return this.invocation;
	}

	/**
	 * Makes the call at once, on the loop.
	 * @return the reply
	 */
	Reply make() {
		CompletableFuture<Reply> result = result().toCompletableFuture();
		if (result.isDone()) {
			return result.join();
		}
		result.thenAccept(this::complete);
		limit();
		return Reply.later(this);
	}

	/**
	 * Makes the call when its turn comes.
	 * @return the reply
	 */
	Reply makeIn(CallQueue queue) {
		queue.add(this);
		return isDone() ? join() : Reply.later(this);
	}

	/** Never fails. */
	private CompletionStage<Reply> result() {
		MappedMethod.Surroundings surroundings = this.method.surroundings();
		CompletionStage<Reply> stage = surroundings.interceptors().call(this.invocation, this);
		return isThere(stage) ? stage
				: stage.exceptionally((failure) -> surroundings.log().answer(this.invocation, failure));
	}

	/** Most replies are there at once, and need no further stages. */
	private static boolean isThere(CompletionStage<Reply> stage) {
		return stage instanceof CompletableFuture<Reply> future && future.isDone()
				&& !future.isCompletedExceptionally();
	}

	@Override
	public CompletionStage<Reply> proceed() {
		CompletionStage<Reply> stage;
		try {
			stage = this.method.target().call(this.invocation, null, this::subscribed);
		}
		catch (Throwable ex) {
			return this.method.exceptionHandlers().handle(this, ex, this.blocks);
		}
		return isThere(stage) ? stage : stage.exceptionallyCompose(
				(ex) -> this.method.exceptionHandlers().handle(this, HandlerFailureLog.unwrap(ex), false));
	}

	@Override
	public boolean mayBlock() {
		return this.blocks;
	}

	@Override
	public void due() {
		limit();
	}

	@Override
	public void run() {
		if (!this.invocation.session().isOpen()) {
			complete(Reply.NONE);
		}
		else if (this.blocks) {
			block(this::perform);
		}
		else if (!isDone()) {
			perform();
		}
	}

	private void perform() {
		result().thenAccept(this::complete);
	}

	@Override
	public void refused() {
		complete(Reply.error(StratumError.of(RejectReason.BUSY)));
	}

	/**
	 * Where the methods run that this call needs besides and that may block.
	 */
	Executor executor() {
		return (task) -> this.method.surroundings().executor().execute(() -> block(task));
	}

	/**
	 * Notes what may be cancelled.
	 */
	synchronized void subscribed(Future<?> subscription) {
		this.subscription = subscription;
	}

	/** Runs something that is interrupted when the call takes too long. */
	private void block(Runnable task) {
		synchronized (this) {
			if (isDone()) {
				return;
			}
			this.thread = Thread.currentThread();
		}
		try {
			task.run();
		}
		finally {
			leave();
		}
	}

	private synchronized void leave() {
		this.thread = null;
		if (this.interrupted) {
			// Meant for this call, not for the next on the thread
			Thread.interrupted();
		}
	}

	private void limit() {
		completeOnTimeout(LATE, this.method.surroundings().timeout().toMillis(), TimeUnit.MILLISECONDS)
			.thenAccept((reply) -> {
				if (reply == LATE) {
					tookTooLong();
				}
			});
	}

	/** On the timer's thread, which is everybody's. */
	private void tookTooLong() {
		TimeoutException failure = new TimeoutException("no result (expected: one within 'stratum.handler.timeout' of "
				+ this.method.surroundings().timeout() + ")");
		synchronized (this) {
			if (this.thread != null) {
				failure.setStackTrace(this.thread.getStackTrace());
				this.interrupted = true;
				this.thread.interrupt();
			}
		}
		StratumSession session = this.invocation.session();
		try {
			session.execute(() -> abandon(failure));
		}
		catch (RejectedExecutionException ex) {
			// The loop has ended, and with it the session
		}
	}

	private void abandon(TimeoutException failure) {
		this.method.surroundings().log().failed(this.invocation, failure);
		CallQueue.of(this.invocation.session(), this.method.surroundings().executor()).giveUp(this);
		Future<?> abandoned;
		synchronized (this) {
			abandoned = this.subscription;
		}
		if (abandoned != null) {
			abandoned.cancel(false);
		}
	}

}
