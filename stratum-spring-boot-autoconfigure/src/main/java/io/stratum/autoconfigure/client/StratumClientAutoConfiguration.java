package io.stratum.autoconfigure.client;

import reactor.netty.http.HttpResources;
import reactor.netty.tcp.TcpClient;
import tools.jackson.core.json.JsonFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

import io.stratum.autoconfigure.ReactorLoops;
import io.stratum.client.StratumClient;

/**
 * Auto-configuration of a {@link StratumClient.Builder}, a new one at each injection,
 * that shares the event loops of the application.
 */
@AutoConfiguration
@ConditionalOnClass({ TcpClient.class, HttpResources.class, JsonFactory.class })
public final class StratumClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactorLoops stratumReactorLoops() {
		return new ReactorLoops();
	}

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	StratumClient.Builder stratumClientBuilder(ReactorLoops loops) {
		return StratumClient.builder().loopResources(loops);
	}

}
