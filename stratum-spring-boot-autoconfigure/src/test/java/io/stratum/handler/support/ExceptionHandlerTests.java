package io.stratum.handler.support;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.stratum.handler.annotation.NonBlocking;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionHandlerTests {

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "task"));

	private final HandlerFixture fixture = new HandlerFixture(this.executor, Controller.class, Other.class);

	@AfterEach
	void close() {
		this.fixture.close();
		this.executor.shutdown();
	}

	@Test
	void answersWithTheClosestHandler() {
		assertThat(this.fixture.error("io")).isEqualTo(StratumError.of(30, "io 00000001 io on task"));
		assertThat(this.fixture.error("notFound")).isEqualTo(StratumError.of(31, "not found"));
	}

	@Test
	void triesTheCauses() {
		assertThat(this.fixture.error("wrapped")).isEqualTo(StratumError.of(31, "not found"));
	}

	@Test
	void answersForAsynchronousFailures() {
		assertThat(this.fixture.error("later")).isEqualTo(StratumError.of(30, "io 00000001 later on task"));
		assertThat(this.fixture.send("laterNotFound")).isEqualTo(Reply.error(StratumError.of(31, "not found")));
	}

	@Test
	void mayReplyNothingOrAValue() {
		assertThat(HandlerFixture.settled(this.fixture.send("state"))).isEqualTo(Reply.NONE);
		assertThat(this.fixture.result("argument")).isEqualTo("recovered");
	}

	@Test
	void mayAnswerForParametersThatCannotBeBound() {
		assertThat(this.fixture.error("param", "x").message())
			.isEqualTo("Malformed parameter 0: String (expected: int)");
	}

	@Test
	void hidesWhatAHandlerThrows() {
		assertThat(this.fixture.error("broken")).isEqualTo(StratumError.INTERNAL);
	}

	@Test
	void doesNotAnswerForOtherControllers() {
		assertThat(this.fixture.error("other")).isEqualTo(StratumError.INTERNAL);
	}

	@StratumController
	static class Controller {

		@StratumMapping("io")
		String io() throws IOException {
			throw new IOException("secret");
		}

		@StratumMapping("notFound")
		String notFound() throws IOException {
			throw new FileNotFoundException();
		}

		@StratumMapping("wrapped")
		String wrapped() {
			throw new UncheckedIOException(new FileNotFoundException());
		}

		@StratumMapping("later")
		Mono<String> later() {
			return Mono.error(new IOException());
		}

		@StratumMapping("laterNotFound")
		Mono<String> laterNotFound() {
			return Mono.error(new FileNotFoundException());
		}

		@StratumMapping("state")
		String state() {
			throw new IllegalStateException();
		}

		@StratumMapping("argument")
		String argument() {
			throw new IllegalArgumentException();
		}

		@StratumMapping("param")
		String param(@StratumParam(0) int number) {
			return "";
		}

		@StratumMapping("broken")
		String broken() {
			throw new UnsupportedOperationException();
		}

		@StratumExceptionHandler
		StratumError onIo(IOException ex, StratumSession session, StratumRequest request) {
			return StratumError.of(30,
					"io " + session.id() + " " + request.method() + " on " + Thread.currentThread().getName());
		}

		@NonBlocking
		@StratumExceptionHandler(FileNotFoundException.class)
		StratumError onNotFound() {
			return StratumError.of(31, "not found");
		}

		@StratumExceptionHandler
		void onState(IllegalStateException ex) {
		}

		@StratumExceptionHandler
		Mono<String> onArgument(IllegalArgumentException ex) {
			return Mono.just("recovered");
		}

		@StratumExceptionHandler
		StratumError onMalformed(MethodArgumentResolutionException ex) {
			return StratumError.of(20, String.valueOf(ex.getMessage()));
		}

		@StratumExceptionHandler
		String onUnsupported(UnsupportedOperationException ex) {
			throw ex;
		}

	}

	@StratumController
	static class Other {

		@StratumMapping("other")
		String other() throws IOException {
			throw new IOException("secret");
		}

	}

}
