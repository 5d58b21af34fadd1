package io.stratum.server.reactive;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.server.MappedPath;
import io.stratum.server.MappedPathContract;
import io.stratum.server.netty.NettyLoops;

/**
 * Tests for {@link StratumRouteProvider}.
 */
class StratumRouteProviderIntegrationTests extends MappedPathContract {

	@Override
	protected ConfigurableApplicationContext run() {
		SpringApplication application = new SpringApplication(ReactiveApplication.class);
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		application.addInitializers(this::register);
		return application.run("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn");
	}

	@Override
	protected int port(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class })
	static class ReactiveApplication {

		@Bean
		StratumRouteProvider stratumRouteProvider(MappedPath path, NettyLoops loops) {
			return new StratumRouteProvider(path, loops);
		}

	}

}
