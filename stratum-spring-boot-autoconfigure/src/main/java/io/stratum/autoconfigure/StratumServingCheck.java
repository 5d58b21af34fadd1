package io.stratum.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.ClassUtils;

import io.stratum.server.MappedPath;
import io.stratum.server.StratumServer;

/**
 * Stops the start when the application asks to be served and nothing serves it.
 */
final class StratumServingCheck implements SmartInitializingSingleton, BeanClassLoaderAware {

	private static final Log logger = LogFactory.getLog(StratumServingCheck.class);

	private static final String MAPPING_PATH = "stratum.websocket.mapping-path";

	private final StratumSettings settings;

	private final ObjectProvider<StratumServer> server;

	private final ObjectProvider<MappedPath> mapped;

	private @Nullable ClassLoader classLoader;

	StratumServingCheck(StratumSettings settings, ObjectProvider<StratumServer> server,
			ObjectProvider<MappedPath> mapped) {
		this.settings = settings;
		this.server = server;
		this.mapped = mapped;
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean mapping = this.settings.properties().getWebsocket().getMappingPath() != null;
		if (this.server.stream().findAny().isEmpty()) {
			if (this.settings.hasExplicitListeners() || mapping) {
				throw nothingToServe(mapping ? MAPPING_PATH : StratumSettings.LISTENERS);
			}
			logger.info("Stratum is not served: the application has neither a @StratumController bean nor a "
					+ "BlockTemplateSource bean");
		}
		else if (mapping && this.mapped.stream().findAny().isEmpty()) {
			throw noWebServer();
		}
	}

	private FailureAnalyzedException noWebServer() {
		String instead = ", or configure a listener with the transport 'websocket' instead.";
		if (isPresent("org.springframework.web.servlet.DispatcherServlet")
				&& !isPresent("org.springframework.web.socket.WebSocketHandler")) {
			return new FailureAnalyzedException(
					"Property '" + MAPPING_PATH + "' is set, but spring-websocket is not on the class path.",
					"Add 'spring-boot-starter-websocket'" + instead);
		}
		return new FailureAnalyzedException(
				"Property '" + MAPPING_PATH + "' is set, but the application has no web server for it, which is one "
						+ "for servlets, or Reactor Netty.",
				"Add 'spring-boot-starter-websocket' or 'spring-boot-starter-webflux'" + instead);
	}

	private boolean isPresent(String className) {
		return ClassUtils.isPresent(className, this.classLoader);
	}

	private FailureAnalyzedException nothingToServe(String property) {
		if (!isPresent("reactor.netty.tcp.TcpServer")) {
			return new FailureAnalyzedException(
					"Property '" + property + "' is set, but Reactor Netty is not on the class path.",
					"Add 'spring-boot-starter-reactor-netty'.");
		}
		return new FailureAnalyzedException(
				"Property '" + property + "' is set, but there is nothing to serve: the application has neither a "
						+ "@StratumController bean nor a BlockTemplateSource bean.",
				"Declare a @StratumController bean to handle messages, or a BlockTemplateSource bean to mine, or "
						+ "remove the property.");
	}

}
