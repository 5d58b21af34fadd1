package io.stratum.autoconfigure;

import java.time.InstantSource;
import java.util.concurrent.Executor;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.stratum.engine.MiningEngine;
import io.stratum.handler.support.HandlerMethods;
import io.stratum.handler.support.SessionScope;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.server.MappedPath;
import io.stratum.server.StratumServer;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.btcagent.AgentMiningHandlers;
import io.stratum.session.sv1.Sv1MiningHandlers;
import io.stratum.session.sv1.Sv1SessionFactory;
import io.stratum.session.sv2.Sv2MiningHandlers;
import io.stratum.session.sv2.Sv2Settings;

/**
 * Auto-configuration of sessions and of what handles their messages: the methods of
 * {@code @StratumController} beans and, in a pool, the built-in mining methods.
 */
@AutoConfiguration(after = TaskExecutionAutoConfiguration.class)
@ConditionalOnClass({ ByteBuf.class, JsonFactory.class })
@ConditionalOnBooleanProperty(name = "stratum.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StratumProperties.class)
public final class StratumAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StratumSettings stratumSettings(StratumProperties properties, Environment environment) {
		return new StratumSettings(properties, environment);
	}

	@Bean
	@ConditionalOnMissingBean
	BlockingTasks stratumBlockingTasks(BeanFactory beanFactory, Environment environment) {
		String name = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;
		return new BlockingTasks(beanFactory.containsBean(name) ? beanFactory.getBean(name, Executor.class) : null,
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	SessionRegistry stratumSessionRegistry() {
		return new SessionRegistry();
	}

	@Bean
	@ConditionalOnMissingBean
	SessionIds stratumSessionIds(StratumSettings settings) {
		return new SessionIds(settings.properties().getNodeId());
	}

	@Bean
	@ConditionalOnMissingBean
	SessionObservers stratumSessionObservers(ObjectProvider<SessionObserver> observers) {
		return new SessionObservers(observers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ReconnectNotice stratumReconnectNotice(StratumSettings settings) {
		StratumProperties.Shutdown shutdown = settings.properties().getShutdown();
		return new ReconnectNotice(shutdown.getReconnectHost(), shutdown.getReconnectPort(),
				Math.toIntExact(shutdown.getReconnectWait().toSeconds()), shutdown.getMessage());
	}

	@Bean
	@ConditionalOnMissingBean
	SessionFactory stratumSessionFactory(MessageHandlers handlers, SessionRegistry registry, SessionObservers observers,
			SessionIds ids, ReconnectNotice notice) {
		return new Sv1SessionFactory(handlers, registry, observers.all(), ids, InstantSource.system(), System::nanoTime,
				notice);
	}

	@Bean
	@ConditionalOnMissingBean
	MessageHandlers stratumMessageHandlers(StratumSettings settings, ObjectProvider<MiningEngine> engine,
			ObjectProvider<HandlerMethods> methods) {
		MessageHandlers.Builder table = MessageHandlers.builder();
		HandlerMethods own = methods.getIfAvailable();
		MiningEngine mining = engine.getIfAvailable();
		if (mining != null) {
			Sv1MiningHandlers.register(table, mining);
			Sv2MiningHandlers.register(table, mining, sv2Settings(settings.properties().getSv2()));
		}
		if (mining != null || (own != null && own.handlesAny(AgentMessage.class))) {
			AgentMiningHandlers.register(table, mining);
		}
		if (own != null) {
			own.addTo(table);
		}
		return table.build();
	}

	private static Sv2Settings sv2Settings(Sv2Properties sv2) {
		return new Sv2Settings(sv2.getShareBatchSize(), sv2.getShareBatchInterval(), sv2.getMaxChannels());
	}

	@Bean
	StratumServingCheck stratumServingCheck(StratumSettings settings, ObjectProvider<StratumServer> server,
			ObjectProvider<MappedPath> mapped) {
		return new StratumServingCheck(settings, server, mapped);
	}

	/**
	 * The methods of {@code @StratumController} beans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JsonMapper.class, Mono.class })
	static class HandlerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		static SessionScope stratumSessionScope(ObjectProvider<BlockingTasks> tasks) {
			return new SessionScope(() -> tasks.getObject().executor());
		}

		@Bean
		@ConditionalOnMissingBean
		HandlerMethods stratumHandlerMethods(ConfigurableListableBeanFactory beanFactory, SessionScope scope,
				BlockingTasks tasks, StratumSettings settings) {
			return new HandlerMethods(beanFactory, scope, tasks.executor(),
					settings.properties().getHandler().getTimeout());
		}

	}

}
