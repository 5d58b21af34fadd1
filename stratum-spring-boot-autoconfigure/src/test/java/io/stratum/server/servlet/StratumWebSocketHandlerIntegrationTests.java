package io.stratum.server.servlet;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.server.MappedPath;
import io.stratum.server.MappedPathContract;
import io.stratum.server.netty.NettyLoops;

/**
 * Tests for {@link StratumWebSocketHandler} on Tomcat.
 */
class StratumWebSocketHandlerIntegrationTests extends MappedPathContract {

	@Override
	protected ConfigurableApplicationContext run() {
		SpringApplication application = new SpringApplication(ServletApplication.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.addInitializers(this::register);
		return application.run("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn");
	}

	@Override
	protected int port(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class })
	static class ServletApplication {

		@Bean(destroyMethod = "shutdown")
		ExecutorService sendExecutor() {
			return Executors.newCachedThreadPool();
		}

		@Bean
		StratumHandlerMapping stratumHandlerMapping(MappedPath path, NettyLoops loops, Executor executor) {
			return new StratumHandlerMapping(new StratumWebSocketHandler(path, loops::next, executor));
		}

	}

}
