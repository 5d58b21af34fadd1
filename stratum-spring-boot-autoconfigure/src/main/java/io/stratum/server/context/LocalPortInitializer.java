package io.stratum.server.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

import io.stratum.server.StratumServer.BoundListener;

/**
 * Makes the ports of the server known to the environment of its context and all parents:
 * {@code local.stratum.<name>.port} for each listener, and {@code local.stratum.port} if
 * there is only one.
 */
public final class LocalPortInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext>,
		ApplicationListener<StratumServerInitializedEvent> {

	private static final String PROPERTY_SOURCE = "server.ports";

	@Override
	public void initialize(ConfigurableApplicationContext applicationContext) {
		applicationContext.addApplicationListener(this);
	}

	@Override
	public void onApplicationEvent(StratumServerInitializedEvent event) {
		Map<String, Object> ports = new HashMap<>();
		List<BoundListener> listeners = event.getListeners();
		for (BoundListener listener : listeners) {
			ports.put("local.stratum." + listener.name() + ".port", listener.port());
		}
		if (listeners.size() == 1) {
			ports.put("local.stratum.port", listeners.get(0).port());
		}
		ApplicationContext context = event.getApplicationContext();
		while (context != null) {
			if (context.getEnvironment() instanceof ConfigurableEnvironment environment) {
				propertySource(environment.getPropertySources()).putAll(ports);
			}
			context = context.getParent();
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> propertySource(MutablePropertySources sources) {
		PropertySource<?> source = sources.get(PROPERTY_SOURCE);
		if (source == null) {
			source = new MapPropertySource(PROPERTY_SOURCE, new HashMap<>());
			sources.addFirst(source);
		}
		return (Map<String, Object>) source.getSource();
	}

}
