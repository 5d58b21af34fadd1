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
import io.stratum.server.MappedPath;
import io.stratum.server.SessionFactories;
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

	private static MappedPath mappedPath(StratumSettings settings, SessionFactories sessions, ServedDialects dialects,
			SessionObservers observers, ObjectProvider<Bans> bans) {
		StratumProperties properties = settings.properties();
		String path = properties.getWebsocket().getMappingPath();
		Assert.state(path != null, "'stratum.websocket.mapping-path' must not be null");
		ConnectionGroup connections = new ConnectionGroup(ListenerSettingsFactory.mapped(properties, dialects),
				sessions, observers.all(), bans.getIfAvailable(Bans::none));
		return new MappedPath(connections, ListenerSettingsFactory.webSocket(path, properties));
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
		MappedPath stratumMappedPath(StratumSettings settings, SessionFactories sessions, ServedDialects dialects,
				SessionObservers observers, ObjectProvider<Bans> bans) {
			return mappedPath(settings, sessions, dialects, observers, bans);
		}

		@Bean
		@ConditionalOnMissingBean
		SendTasks stratumSendTasks(Environment environment) {
			return new SendTasks(Threading.VIRTUAL.isActive(environment));
		}

		@Bean
		@ConditionalOnMissingBean
		StratumWebSocketHandler stratumWebSocketHandler(MappedPath path, NettyLoops loops, SendTasks tasks) {
			return new StratumWebSocketHandler(path, loops::next, tasks.executor());
		}

		@Bean
		@ConditionalOnMissingBean
		StratumHandlerMapping stratumHandlerMapping(StratumWebSocketHandler handler) {
			return new StratumHandlerMapping(handler);
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
		MappedPath stratumMappedPath(StratumSettings settings, SessionFactories sessions, ServedDialects dialects,
				SessionObservers observers, ObjectProvider<Bans> bans) {
			return mappedPath(settings, sessions, dialects, observers, bans);
		}

		@Bean
		@ConditionalOnMissingBean
		StratumRouteProvider stratumRouteProvider(MappedPath path, NettyLoops loops) {
			return new StratumRouteProvider(path, loops);
		}

	}

}
