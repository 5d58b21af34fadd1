package io.stratum.handler.support;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;

import io.stratum.handler.annotation.StratumSessionScope;
import io.stratum.session.StratumSession;

/**
 * The scope of {@link StratumSessionScope @StratumSessionScope} beans. Registers itself.
 * The beans are kept in the attributes of the session; there is a current session only
 * while an argument or a controller is looked up.
 */
public final class SessionScope implements Scope, BeanFactoryPostProcessor {

	private final ThreadLocal<@Nullable StratumSession> current = new ThreadLocal<>();

	private final Supplier<? extends Executor> executor;

	/**
	 * Creates the scope.
	 * @param executor supplies the executor on which beans are destroyed; asked when a
	 * session ends
	 */
	public SessionScope(Supplier<? extends Executor> executor) {
		this.executor = executor;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.registerScope(StratumSessionScope.NAME, this);
	}

	/**
	 * Looks up a bean on behalf of a session.
	 * @param beanFactory where to look
	 * @param name the name of the bean
	 * @param session the session
	 * @return the bean
	 */
	Object bean(BeanFactory beanFactory, String name, StratumSession session) {
		StratumSession outer = this.current.get();
		this.current.set(session);
		try {
			return beanFactory.getBean(name);
		}
		finally {
			if (outer != null) {
				this.current.set(outer);
			}
			else {
				this.current.remove();
			}
		}
	}

	@Override
	public Object get(String name, ObjectFactory<?> objectFactory) {
		StratumSession session = session();
		return SessionBeans.of(session, this.executor).get(name, objectFactory);
	}

	@Override
	public @Nullable Object remove(String name) {
		return SessionBeans.of(session(), this.executor).remove(name);
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback) {
		SessionBeans.of(session(), this.executor).onDestruction(name, callback);
	}

	@Override
	public @Nullable Object resolveContextualObject(String key) {
		return null;
	}

	@Override
	public @Nullable String getConversationId() {
		StratumSession session = this.current.get();
		return (session != null) ? session.id() : null;
	}

	private StratumSession session() {
		StratumSession session = this.current.get();
		if (session == null) {
			throw new IllegalStateException("No current stratum session: take the @StratumSessionScope bean "
					+ "as an argument of a @StratumMapping method instead of injecting it");
		}
		return session;
	}

}
