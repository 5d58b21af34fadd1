package io.stratum.autoconfigure.client;

import reactor.netty.http.HttpResources;
import reactor.netty.tcp.TcpClient;
import tools.jackson.core.json.JsonFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.http.client.ReactorResourceFactory;

import io.stratum.autoconfigure.ReactorLoops;
import io.stratum.client.StratumClient;

/**
 * Auto-configuration of a {@link StratumClient.Builder}, a new one at each injection,
 * that shares the event loops of the application.
 */
@AutoConfiguration
@ConditionalOnClass({ TcpClient.class, HttpResources.class, JsonFactory.class, ReactorResourceFactory.class,
		ReactorNettyConfigurations.class })
@Import(ReactorNettyConfigurations.ReactorResourceFactoryConfiguration.class)
public final class StratumClientAutoConfiguration {

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	StratumClient.Builder stratumClientBuilder(ReactorResourceFactory resourceFactory) {
		return StratumClient.builder().loopResources(new ReactorLoops(resourceFactory));
	}

}
