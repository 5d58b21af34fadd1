package io.stratum.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * The properties as they take effect, validated: each listener has the global values
 * wherever it does not set its own.
 */
public final class StratumSettings {

	static final String LISTENERS = "stratum.listeners";

	private static final String PREFIX = "stratum";

	private final StratumProperties properties;

	private final Map<String, ListenerProperties> listeners;

	StratumSettings(StratumProperties properties, Environment environment) {
		Binder binder = Binder.get(environment);
		this.properties = properties;
		refuseUnknownKeys(binder);
		this.listeners = listeners(properties, binder);
		Duration phase = binder.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		new StratumPropertiesValidator(phase).validate(properties, this.listeners);
	}

	/**
	 * The properties as they are bound.
	 * @return the properties
	 */
	public StratumProperties properties() {
		return this.properties;
	}

	/**
	 * The listeners. Without any configured there is one, unless the application serves
	 * stratum on its own web server.
	 * @return the listeners by name
	 */
	public Map<String, ListenerProperties> listeners() {
		return this.listeners;
	}

	/**
	 * Whether the application asks for listeners, so that a server must start.
	 * @return false if there is only the default one
	 */
	public boolean hasExplicitListeners() {
		return !this.properties.getListeners().isEmpty();
	}

	private static Map<String, ListenerProperties> listeners(StratumProperties properties, Binder binder) {
		if (properties.getListeners().isEmpty()) {
			return (properties.getWebsocket().getMappingPath() == null) ? Map.of("tcp", withGlobalValues(properties))
					: Map.of();
		}
		Map<String, ListenerProperties> listeners = new LinkedHashMap<>();
		properties.getListeners().keySet().forEach((name) -> {
			StratumPropertiesValidator.checkListenerName(name);
			listeners.put(name, bind(name, withGlobalValues(properties), binder));
		});
		return Collections.unmodifiableMap(listeners);
	}

	/**
	 * A misspelt key, such as that of an SSL bundle or of a payout address, must not make
	 * a server that only seems to be protected, or that pays others than it should.
	 */
	private static void refuseUnknownKeys(Binder binder) {
		try {
			binder.bind(PREFIX, Bindable.of(StratumProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw UnknownPropertyException.of(unbound.getUnboundProperties().iterator().next().getName());
			}
			throw ex;
		}
	}

	private static ListenerProperties bind(String name, ListenerProperties target, Binder binder) {
		return binder.bind(LISTENERS + "." + name, Bindable.ofInstance(target)).orElse(target);
	}

	private static ListenerProperties withGlobalValues(StratumProperties properties) {
		ListenerProperties listener = new ListenerProperties();
		BeanUtils.copyProperties(properties.getSession(), listener.getSession());
		BeanUtils.copyProperties(properties.getLimits(), listener.getLimits());
		BeanUtils.copyProperties(properties.getDifficulty(), listener.getDifficulty());
		return listener;
	}

}
