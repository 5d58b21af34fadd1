package io.stratum.handler.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.invocation.StratumInterceptor;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;

class StratumInterceptorTests {

	private final HandlerFixture fixture = HandlerFixture.of(Inner.class, Outer.class, Controller.class);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void wrapsCallsInOrder() {
		assertThat(this.fixture.result("ping")).isEqualTo("pong, changed");
		assertThat(this.fixture.context.getBean(Outer.class).seen)
			.containsExactly("ping by " + Controller.class.getName() + ".ping()", "Result[value=pong, changed]");
	}

	@Test
	void mayRefuse() {
		assertThat(this.fixture.error("ping", "refuse")).isEqualTo(StratumError.of(24, "Refused"));
		assertThat(this.fixture.error("ping", "throw")).isEqualTo(StratumError.of(25, "Thrown"));
	}

	@Test
	void mayAnswerForExceptions() {
		assertThat(this.fixture.error("fail")).isEqualTo(StratumError.of(40, "Mapped"));
	}

	@Test
	void answersInternalErrorIfAnInterceptorFails() {
		assertThat(this.fixture.error("ping", "break")).isEqualTo(StratumError.INTERNAL);
		assertThat(this.fixture.error("ping", "nothing")).isEqualTo(StratumError.INTERNAL);
		assertThat(this.fixture.error("ping", "later nothing")).isEqualTo(StratumError.INTERNAL);
	}

	@Test
	void wrapsBuiltInHandlers() {
		assertThat(this.fixture.result("mining.subscribe")).isEqualTo("built in, changed");
		assertThat(this.fixture.context.getBean(Outer.class).seen).containsExactly(
				"mining.subscribe by built-in handler of mining.subscribe", "Result[value=built in, changed]");
		assertThat(this.fixture.error("mining.subscribe", "refuse")).isEqualTo(StratumError.of(24, "Refused"));
		assertThat(this.fixture.error("mining.subscribe", "break")).isEqualTo(StratumError.INTERNAL);
	}

	@Order(1)
	@Component
	static class Outer implements StratumInterceptor {

		final List<String> seen = new ArrayList<>();

		@Override
		public CompletionStage<Reply> intercept(StratumInvocation invocation, Chain chain) {
			this.seen.add(invocation.name() + " by " + invocation.handler());
			return chain.proceed().whenComplete((reply, failure) -> this.seen.add(String.valueOf(reply)));
		}

	}

	@Order(2)
	@Component
	static class Inner implements StratumInterceptor {

		@Override
		@SuppressWarnings("NullAway")
		public @Nullable CompletionStage<Reply> intercept(StratumInvocation invocation, Chain chain) throws Exception {
			String what = String.valueOf(((StratumRequest) invocation.message()).text(0));
			return switch (what) {
				case "refuse" -> CompletableFuture.completedFuture(Reply.error(StratumError.of(24, "Refused")));
				case "throw" -> throw new StratumErrorException(StratumError.of(25, "Thrown"));
				case "break" -> throw new Exception("secret");
				case "nothing" -> null;
				case "later nothing" -> CompletableFuture.completedFuture(null);
				default -> chain.proceed()
					.thenApply((reply) -> Reply.of(((Reply.Result) reply).value() + ", changed"))
					.exceptionally((failure) -> Reply.error(StratumError.of(40, "Mapped")));
			};
		}

	}

	@StratumController
	static class Controller {

		@StratumMapping("ping")
		String ping() {
			return "pong";
		}

		@StratumMapping("fail")
		String fail() {
			throw new IllegalStateException("secret");
		}

	}

}
