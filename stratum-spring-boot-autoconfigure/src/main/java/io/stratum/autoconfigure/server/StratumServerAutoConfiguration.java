package io.stratum.autoconfigure.server;

import java.util.List;

import reactor.netty.http.HttpResources;
import reactor.netty.tcp.TcpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.stratum.autoconfigure.ReactorLoops;
import io.stratum.autoconfigure.SessionObservers;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.autoconfigure.client.StratumClientAutoConfiguration;
import io.stratum.autoconfigure.node.StratumNodeAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.MappedPath;
import io.stratum.server.SessionFactories;
import io.stratum.server.StratumServer;
import io.stratum.server.context.StratumServerLifecycle;
import io.stratum.server.netty.NettyLoops;
import io.stratum.server.netty.NettyServerCustomizer;
import io.stratum.server.netty.NettyStratumServer;
import io.stratum.test.LocalStratumPortConfigurer;

/**
 * Auto-configuration of the stratum server, for applications that handle messages or
 * mine.
 */
@AutoConfiguration(after = { StratumAutoConfiguration.class, StratumBanAutoConfiguration.class,
		StratumClientAutoConfiguration.class, StratumNodeAutoConfiguration.class, SslAutoConfiguration.class })
@ConditionalOnClass({ TcpServer.class, HttpResources.class })
@ConditionalOnBooleanProperty(name = "stratum.enabled", matchIfMissing = true)
@Conditional(OnServiceCondition.class)
@Import(DialectConfiguration.class)
public final class StratumServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactorLoops stratumReactorLoops() {
		return new ReactorLoops();
	}

	@Bean
	@ConditionalOnMissingBean
	NettyLoops stratumNettyLoops(ReactorLoops loops) {
		return new NettyLoops(loops);
	}

	@Bean
	@ConditionalOnMissingBean
	StratumServer stratumServer(StratumSettings settings, SslBundles bundles, NettyLoops loops,
			SessionFactories sessions, ServedDialects dialects, SessionObservers observers, ObjectProvider<Bans> bans,
			ObjectProvider<NettyServerCustomizer> customizers) {
		ListenerSettingsFactory factory = new ListenerSettingsFactory(settings.properties(), dialects, bundles);
		Bans gate = bans.getIfAvailable(Bans::none);
		List<ConnectionGroup> listeners = settings.listeners()
			.entrySet()
			.stream()
			.map((listener) -> factory.create(listener.getKey(), listener.getValue()))
			.map((listener) -> new ConnectionGroup(listener, sessions, observers.all(), gate))
			.toList();
		return new NettyStratumServer(listeners, loops, customizers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	StratumServerLifecycle stratumServerLifecycle(StratumServer server, ObjectProvider<MappedPath> mapped,
			StratumSettings settings, ApplicationContext context) {
		return new StratumServerLifecycle(server, mapped.orderedStream().toList(),
				settings.properties().getShutdown().getGracePeriod(), context);
	}

	/**
	 * Support for {@code @LocalStratumPort} in tests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.test.context.TestContext")
	static class TestConfiguration {

		@Bean
		static LocalStratumPortConfigurer stratumLocalPortConfigurer() {
			return new LocalStratumPortConfigurer();
		}

	}

}
