package io.stratum.demo.pool;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.demo.chain.ChainProperties;
import io.stratum.demo.chain.EmbeddedChain;
import io.stratum.mining.Authentication;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;

/**
 * The policies of the demo pool. The chain gives templates and takes blocks; everybody
 * may mine; shares are counted in memory.
 */
@Configuration(proxyBeanMethods = false)
class PoolConfiguration {

	@Bean
	EmbeddedChain embeddedChain(ChainProperties properties) {
		return new EmbeddedChain(properties, InstantSource.system());
	}

	@Bean
	WorkerAuthenticator workerAuthenticator() {
		return (request) -> Authentication.accepted(Worker.of(request.workerName()));
	}

	@Bean
	ShareLedger shareLedger() {
		return new ShareLedger(InstantSource.system());
	}

	@Bean
	BlockLedger blockLedger(EmbeddedChain chain) {
		return new BlockLedger(chain::difficulty, InstantSource.system());
	}

}
