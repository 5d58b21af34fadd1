package io.stratum.handler.support;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.stratum.session.StratumSession;

/**
 * A controller, asked for when it is called first: asking at start would turn a
 * controller that uses the server into a circular dependency.
 */
final class HandlerBean implements Function<StratumSession, Object> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final SessionScope scope;

	private final String name;

	private final boolean singleton;

	private volatile @Nullable Object instance;

	HandlerBean(ConfigurableListableBeanFactory beanFactory, SessionScope scope, String name) {
		this.beanFactory = beanFactory;
		this.scope = scope;
		this.name = name;
		this.singleton = beanFactory.isSingleton(name);
	}

	String name() {
		return this.name;
	}

	/**
	 * Whether a call can have the bean at once. A singleton that was not created yet may
	 * block while it is.
	 * @return false for a lazy singleton before its first call
	 */
	boolean isReady() {
		return !this.singleton || this.instance != null || this.beanFactory.containsSingleton(this.name);
	}

	@Override
	public Object apply(StratumSession session) {
		Object bean = this.instance;
		if (bean == null) {
			bean = this.scope.bean(this.beanFactory, this.name, session);
			if (this.singleton) {
				this.instance = bean;
			}
		}
		return bean;
	}

}
