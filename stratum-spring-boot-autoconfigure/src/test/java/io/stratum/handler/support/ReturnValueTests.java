package io.stratum.handler.support;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnValueTests {

	private final HandlerFixture fixture = HandlerFixture.of(Controller.class);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "value", "mono", "stage", "optional", "reply", "laterReply", "monoOfReply", "object" })
	void repliesAValue(String method) {
		assertThat(this.fixture.result(method)).isEqualTo("pong");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "emptyMono", "emptyOptional", "nullStage", "wildcardMono" })
	void repliesNull(String method) {
		assertThat(HandlerFixture.settled(this.fixture.send(method))).isEqualTo(Reply.of(null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "void", "boxedVoid", "monoVoid", "stageVoid", "none" })
	void doesNotReplyOnPurpose(String method) {
		assertThat(HandlerFixture.settled(this.fixture.send(method))).isEqualTo(Reply.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "error", "thrownError", "monoError", "monoOfError", "stageError" })
	void repliesAnError(String method) {
		assertThat(this.fixture.error(method)).isEqualTo(StratumError.of(24, "Account locked"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "failure", "failedMono", "failedVoid", "nullMono", "hiddenFlux", "fatal" })
	void hidesOtherFailures(String method) {
		assertThat(this.fixture.error(method)).isEqualTo(StratumError.INTERNAL);
	}

	@Test
	void repliesLaterWhenTheResultComesLater() {
		Reply reply = this.fixture.send("pending");
		assertThat(reply).isInstanceOf(Reply.Later.class);
		this.fixture.context.getBean(Controller.class).pending.complete("done");
		assertThat(HandlerFixture.settled(reply)).isEqualTo(Reply.of("done"));
	}

	@Test
	void repliesAtOnceWhenTheResultIsThere() {
		assertThat(this.fixture.send("mono")).isEqualTo(Reply.of("pong"));
		assertThat(this.fixture.send("true")).isSameAs(Reply.TRUE);
	}

	@StratumController
	static class Controller {

		final CompletableFuture<String> pending = new CompletableFuture<>();

		private final StratumError locked = StratumError.of(24, "Account locked");

		@StratumMapping("value")
		String value() {
			return "pong";
		}

		@StratumMapping("true")
		boolean yes() {
			return true;
		}

		@StratumMapping("mono")
		Mono<String> mono() {
			return Mono.just("pong");
		}

		@StratumMapping("stage")
		CompletionStage<String> stage() {
			return CompletableFuture.completedFuture("pong");
		}

		@StratumMapping("optional")
		Optional<String> optional() {
			return Optional.of("pong");
		}

		@StratumMapping("reply")
		Reply reply() {
			return Reply.of("pong");
		}

		@StratumMapping("laterReply")
		Reply laterReply() {
			return Reply.later(CompletableFuture.completedFuture(Reply.of("pong")));
		}

		@StratumMapping("monoOfReply")
		Mono<Reply> monoOfReply() {
			return Mono.just(laterReply());
		}

		@StratumMapping("object")
		Object object() {
			return Mono.just("pong");
		}

		@StratumMapping("null")
		@Nullable String nothing() {
			return null;
		}

		@StratumMapping("emptyMono")
		Mono<String> emptyMono() {
			return Mono.empty();
		}

		@StratumMapping("emptyOptional")
		Optional<String> emptyOptional() {
			return Optional.empty();
		}

		@StratumMapping("nullStage")
		CompletableFuture<@Nullable String> nullStage() {
			return CompletableFuture.completedFuture(null);
		}

		@StratumMapping("wildcardMono")
		Mono<?> wildcardMono() {
			return Mono.empty();
		}

		@StratumMapping("void")
		void quiet() {
		}

		@StratumMapping("boxedVoid")
		@Nullable Void boxedVoid() {
			return null;
		}

		@StratumMapping("monoVoid")
		Mono<Void> monoVoid() {
			return Mono.empty();
		}

		@StratumMapping("stageVoid")
		CompletionStage<@Nullable Void> stageVoid() {
			return CompletableFuture.completedFuture(null);
		}

		@StratumMapping("none")
		Reply none() {
			return Reply.NONE;
		}

		@StratumMapping("error")
		StratumError error() {
			return this.locked;
		}

		@StratumMapping("thrownError")
		String thrownError() {
			throw new StratumErrorException(this.locked);
		}

		@StratumMapping("monoError")
		Mono<Void> monoError() {
			return Mono.error(new StratumErrorException(this.locked));
		}

		@StratumMapping("monoOfError")
		Mono<StratumError> monoOfError() {
			return Mono.just(this.locked);
		}

		@StratumMapping("stageError")
		CompletionStage<String> stageError() {
			return CompletableFuture.supplyAsync(this::thrownError, Runnable::run);
		}

		@StratumMapping("failure")
		String failure() {
			throw new IllegalStateException("secret");
		}

		@StratumMapping("failedMono")
		Mono<String> failedMono() {
			return Mono.error(new IllegalStateException("secret"));
		}

		@StratumMapping("failedVoid")
		void failedVoid() throws Exception {
			throw new Exception("secret");
		}

		@StratumMapping("nullMono")
		@Nullable Mono<String> nullMono() {
			return null;
		}

		@StratumMapping("hiddenFlux")
		Object hiddenFlux() {
			return Flux.just("a");
		}

		@StratumMapping("fatal")
		String fatal() {
			throw new AssertionError("secret");
		}

		@StratumMapping("pending")
		CompletionStage<String> pending() {
			return this.pending;
		}

	}

}
