package io.stratum.autoconfigure.server;

import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

import io.stratum.autoconfigure.SessionObservers;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.ban.Bans;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.SessionFactories;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.StratumServer;
import io.stratum.server.netty.NettyLoops;
import io.stratum.server.reactive.StratumRouteProvider;
import io.stratum.server.servlet.StratumHandlerMapping;
import io.stratum.server.servlet.StratumWebSocketHandler;

/**
 * Auto-configuration of the WebSocket path on the application's own web server.
 */
@AutoConfiguration(after = StratumServerAutoConfiguration.class,
		afterName = "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration")
@ConditionalOnProperty("stratum.websocket.mapping-path")
@ConditionalOnBean(StratumServer.class)
public final class StratumWebSocketAutoConfiguration {

	private static ConnectionGroup connections(StratumSettings settings, SessionFactories sessions,
			ServedDialects dialects, SessionObservers observers, ObjectProvider<Bans> bans) {
		StratumProperties properties = settings.properties();
		String path = properties.getWebsocket().getMappingPath();
		Assert.state(path != null, "'stratum.websocket.mapping-path' must not be null");
		return new ConnectionGroup(ListenerSettingsFactory.mapped(path, properties, dialects), sessions,
				observers.all(), bans.getIfAvailable(Bans::none));
	}

	/**
	 * The path on a servlet web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, WebSocketHandlerMapping.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConnectionGroup stratumMappedConnections(StratumSettings settings, SessionFactories sessions,
				ServedDialects dialects, SessionObservers observers, ObjectProvider<Bans> bans) {
			return connections(settings, sessions, dialects, observers, bans);
		}

		@Bean
		@ConditionalOnMissingBean
		SendTasks stratumSendTasks(Environment environment) {
			return new SendTasks(Threading.VIRTUAL.isActive(environment));
		}

		@Bean
		@ConditionalOnMissingBean
		StratumWebSocketHandler stratumWebSocketHandler(ConnectionGroup mapped, NettyLoops loops, SendTasks tasks) {
			return new StratumWebSocketHandler(mapped, loops, tasks.executor());
		}

		@Bean
		@ConditionalOnMissingBean
		StratumHandlerMapping stratumHandlerMapping(ConnectionGroup mapped, StratumWebSocketHandler handler) {
			WebSocketSettings settings = mapped.settings().webSocket();
			Assert.state(settings != null, "'webSocket' must not be null");
			return new StratumHandlerMapping(settings, handler);
		}

	}

	/**
	 * The path on a web server on Reactor Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ NettyRouteProvider.class, HttpServer.class })
	@ConditionalOnBean(NettyReactiveWebServerFactory.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConnectionGroup stratumMappedConnections(StratumSettings settings, SessionFactories sessions,
				ServedDialects dialects, SessionObservers observers, ObjectProvider<Bans> bans) {
			return connections(settings, sessions, dialects, observers, bans);
		}

		@Bean
		@ConditionalOnMissingBean
		StratumRouteProvider stratumRouteProvider(ConnectionGroup mapped, NettyLoops loops) {
			return new StratumRouteProvider(mapped, loops);
		}

	}

}
