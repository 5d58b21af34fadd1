package io.stratum.autoconfigure.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Where the blocking sends of the servlet API happen, apart from all other tasks, as
 * peers decide how long they take: on virtual threads, or on a pool.
 */
final class SendTasks implements DisposableBean {

	private static final String PREFIX = "stratum-send-";

	private static final int THREADS = 32;

	private final Executor executor;

	SendTasks(boolean virtualThreads) {
		this.executor = virtualThreads ? virtualThreads() : pool();
	}

	private static Executor virtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(PREFIX);
		executor.setVirtualThreads(true);
		return executor;
	}

	private static ThreadPoolExecutor pool() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator(PREFIX);
		threads.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads::createThread);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void destroy() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			pool.shutdown();
		}
	}

}
