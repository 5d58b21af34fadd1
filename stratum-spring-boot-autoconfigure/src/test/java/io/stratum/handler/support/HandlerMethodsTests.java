package io.stratum.handler.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.session.MessageHandlers;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerMethodsTests {

	private static HandlerMethods methods(HandlerFixture fixture) {
		return new HandlerMethods(fixture.context.getBeanFactory(), fixture.context.getBean(SessionScope.class),
				Runnable::run, Duration.ofSeconds(30));
	}

	private static MessageHandlers table(HandlerFixture fixture) {
		MessageHandlers.Builder table = MessageHandlers.builder();
		methods(fixture).addTo(table);
		return table.build();
	}

	@Test
	void mapsNothingWithoutControllers() {
		try (HandlerFixture fixture = HandlerFixture.of(Proxies.class)) {
			assertThat(table(fixture).methods()).isEmpty();
		}
		try (HandlerFixture fixture = HandlerFixture.of(Prototype.class)) {
			assertThat(table(fixture).methods()).containsExactly("count");
		}
	}

	@Test
	void createsNoBeanToFindItsMethods() {
		LazyController.created.set(0);
		try (HandlerFixture fixture = HandlerFixture.of(LazyController.class)) {
			assertThat(LazyController.created).hasValue(0);
			fixture.send("lazy");
			fixture.send("lazy");
			assertThat(LazyController.created).hasValue(1);
		}
	}

	@Test
	void createsAPrototypeForEachCall() {
		try (HandlerFixture fixture = HandlerFixture.of(Prototype.class)) {
			assertThat(fixture.result("count")).isEqualTo(1);
			assertThat(fixture.result("count")).isEqualTo(1);
		}
	}

	@Test
	void callsAProxiedControllerThroughItsProxy() {
		try (HandlerFixture fixture = HandlerFixture.of(Proxies.class, Proxied.class)) {
			assertThat(fixture.context.getBean(Proxied.class).getClass()).isNotEqualTo(Proxied.class);
			assertThat(fixture.result("proxied")).isEqualTo("async");
		}
	}

	@Test
	void findsControllersThatAreDeclaredAsBeans() {
		try (HandlerFixture fixture = HandlerFixture.of(Declared.class)) {
			assertThat(fixture.result("count")).isEqualTo(1);
			assertThat(fixture.result("count")).isEqualTo(2);
		}
	}

	@Lazy
	@StratumController
	static class LazyController {

		static final AtomicInteger created = new AtomicInteger();

		LazyController() {
			created.incrementAndGet();
		}

		@StratumMapping("lazy")
		void lazy() {
		}

	}

	@Scope("prototype")
	@StratumController
	static class Prototype {

		private int count;

		@StratumMapping("count")
		int count() {
			return ++this.count;
		}

	}

	@StratumController
	static class Proxied {

		@Async
		@StratumMapping("proxied")
		CompletableFuture<String> proxied() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		Executor taskExecutor() {
			return (task) -> new Thread(task, "async").start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Declared {

		@Bean
		Prototype controller() {
			return new Prototype();
		}

	}

}
