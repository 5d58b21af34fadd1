package io.stratum.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Where handlers and policies may block: the application's task executor while it takes
 * tasks, otherwise a small pool of daemon threads. That executor takes none once the
 * context began to close, when the shares of miners must still be recorded.
 * <p>
 * Not an {@link Executor} itself, since Spring Boot supplies its task executor only to
 * applications that have no other.
 */
public final class BlockingTasks implements DisposableBean {

	private static final int THREADS = 8;

	private static final int QUEUE = 10_000;

	private final @Nullable Executor taskExecutor;

	private final ThreadPoolExecutor pool;

	BlockingTasks(@Nullable Executor taskExecutor) {
		this.taskExecutor = taskExecutor;
		CustomizableThreadCreator threads = new CustomizableThreadCreator("stratum-task-");
		threads.setDaemon(true);
		this.pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE),
				threads::createThread);
		this.pool.allowCoreThreadTimeOut(true);
	}

	/**
	 * The executor for tasks that may block.
	 * @return the executor; it refuses tasks when too many wait
	 */
	public Executor executor() {
		return this::execute;
	}

	private void execute(Runnable task) {
		if (this.taskExecutor != null) {
			try {
				this.taskExecutor.execute(task);
				return;
			}
			catch (RejectedExecutionException ex) {
				// Closing, or full: the pool takes it.
			}
		}
		this.pool.execute(task);
	}

	@Override
	public void destroy() {
		this.pool.shutdown();
	}

}
