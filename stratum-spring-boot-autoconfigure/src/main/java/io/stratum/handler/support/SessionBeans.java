package io.stratum.handler.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;

import io.stratum.session.StratumSession;

/**
 * The beans of one session. Safe for use by several threads.
 */
final class SessionBeans {

	private static final String ATTRIBUTE = "stratum.session-beans";

	private static final Log logger = LogFactory.getLog(SessionBeans.class);

	// not synchronized: creating a bean may block, which would pin a virtual thread
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Object> beans = new LinkedHashMap<>();

	private final Map<String, Runnable> callbacks = new LinkedHashMap<>();

	private final StratumSession session;

	private boolean ended;

	private SessionBeans(StratumSession session) {
		this.session = session;
	}

	static SessionBeans of(StratumSession session, Supplier<? extends Executor> executor) {
		Object known = session.attributes().get(ATTRIBUTE);
		if (known == null) {
			SessionBeans created = new SessionBeans(session);
			known = session.attributes().putIfAbsent(ATTRIBUTE, created);
			if (known == null) {
				session.onClose(() -> created.end(executor));
				known = created;
			}
		}
		return (SessionBeans) known;
	}

	Object get(String name, ObjectFactory<?> factory) {
		this.lock.lock();
		try {
			Object bean = this.beans.get(name);
			if (bean == null) {
				if (this.ended) {
					throw new IllegalStateException("Session " + this.session.id() + " has ended");
				}
				bean = factory.getObject();
				this.beans.put(name, bean);
			}
			return bean;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Object remove(String name) {
		this.lock.lock();
		try {
			this.callbacks.remove(name);
			return this.beans.remove(name);
		}
		finally {
			this.lock.unlock();
		}
	}

	void onDestruction(String name, Runnable callback) {
		this.lock.lock();
		try {
			this.callbacks.put(name, callback);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Destroys the beans, where they may block, and after the call that may be using
	 * them.
	 */
	private void end(Supplier<? extends Executor> executor) {
		CallQueue.of(this.session, executor.get()).add(new CallQueue.Call() {
			@Override
			public boolean mayBlock() {
				return true;
			}

			@Override
			public void run() {
				destroy();
			}

			@Override
			public void refused() {
				destroy();
			}
		});
	}

	private void destroy() {
		List<Runnable> actions;
		this.lock.lock();
		try {
			this.ended = true;
			actions = new ArrayList<>(this.callbacks.values());
			this.callbacks.clear();
			this.beans.clear();
		}
		finally {
			this.lock.unlock();
		}
		// a bean depends on those created before it
		for (int i = actions.size() - 1; i >= 0; i--) {
			destroy(actions.get(i));
		}
	}

	private void destroy(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			logger.warn("Destroying a bean of session " + this.session.id() + " failed", ex);
		}
	}

}
