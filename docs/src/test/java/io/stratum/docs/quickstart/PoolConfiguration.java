package io.stratum.docs.quickstart;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplateSource;

// tag::code[]
@Configuration(proxyBeanMethods = false)
class PoolConfiguration {

	@Bean
	BlockTemplateSource work(Node node) {
		return node::blockTemplate;
	}

	@Bean
	BlockSubmitter blocks(Node node) {
		return node::submit;
	}

}
// end::code[]
