package io.stratum.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.stratum.room.Room;

/**
 * Where code of the application may block. Handlers run on its task executor while that
 * takes tasks, otherwise on daemon threads of their own: an application that declares an
 * executor of another name has no task executor, and none takes tasks once the context
 * began to close. Everything else makes its own threads, virtual ones if the application
 * wants them.
 * <p>
 * Not an {@link Executor} itself, since Spring Boot supplies its task executor only to
 * applications that have no other.
 */
public final class BlockingTasks implements DisposableBean {

	private static final int PLATFORM_THREADS = 8;

	private static final int VIRTUAL_THREADS = 10_000;

	private final @Nullable Executor taskExecutor;

	private final ThreadFactory threads;

	private final Room room;

	BlockingTasks(@Nullable Executor taskExecutor, boolean virtualThreads) {
		this.taskExecutor = taskExecutor;
		this.threads = virtualThreads ? new VirtualThreadTaskExecutor().getVirtualThreadFactory() : Thread::new;
		this.room = new Room("stratum-task", virtualThreads ? VIRTUAL_THREADS : PLATFORM_THREADS, this.threads).open();
	}

	/**
	 * What makes threads for code that may block.
	 * @return a factory of virtual threads, or of platform threads
	 */
	public ThreadFactory threads() {
		return this.threads;
	}

	/**
	 * The executor for handlers that may block.
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
				// Closing, or full: the room takes it.
			}
		}
		if (!this.room.execute(task, task)) {
			throw new RejectedExecutionException("too many tasks wait");
		}
	}

	@Override
	public void destroy() {
		this.room.close();
	}

}
