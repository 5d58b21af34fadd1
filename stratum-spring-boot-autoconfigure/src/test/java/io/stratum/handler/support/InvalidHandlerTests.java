package io.stratum.handler.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InvalidHandlerTests {

	private static final String HERE = InvalidHandlerTests.class.getName();

	@Test
	void refusesTwoMethodsForOneName() {
		InvalidHandlerException refusal = refusal(Ping.class, Pong.class);
		assertThat(refusal.description()).isEqualTo("Message 'pool.ping' is mapped by two methods: " + HERE
				+ "$Ping.ping() of bean 'invalidHandlerTests.Ping' and " + HERE
				+ "$Pong.pong(StratumRequest) of bean 'invalidHandlerTests.Pong'.");
		assertThat(refusal.action()).isEqualTo("Remove one of them, or change its @StratumMapping.");
		assertThat(refusal).hasMessage(refusal.description() + " " + refusal.action());
	}

	@Test
	void refusesTwoMethodsForOneMessageType() {
		assertThat(refusal(TwoForOneType.class).description())
			.startsWith("Message " + Sv1Response.class.getName() + " is mapped by two methods: ");
	}

	@Test
	void refusesPrivateAndStaticMethods() {
		assertThat(refusal(PrivateMethod.class).description())
			.isEqualTo("Handler method " + HERE + "$PrivateMethod.ping() is private or static.");
		InvalidHandlerException refusal = refusal(StaticMethod.class);
		assertThat(refusal.description())
			.isEqualTo("Handler method " + HERE + "$StaticMethod.ping() is private or static.");
		assertThat(refusal.action()).isEqualTo("Make it an instance method that is not private.");
	}

	@Test
	void refusesAMappingWithoutNameAndMessage() {
		InvalidHandlerException refusal = refusal(NoName.class);
		assertThat(refusal.description()).isEqualTo("Handler method " + HERE
				+ "$NoName.authorize(Login) has a @StratumMapping without a name and no message of a binary dialect.");
		assertThat(refusal.action())
			.isEqualTo("Name the method to handle, as in @StratumMapping(\"mining.authorize\"), or take the message.");
	}

	@Test
	void refusesBlankAndOverlongNames() {
		InvalidHandlerException refusal = refusal(BlankName.class);
		assertThat(refusal.description()).isEqualTo(
				"Handler method " + HERE + "$BlankName.ping() has a @StratumMapping with a name of 0 characters.");
		assertThat(refusal.action()).isEqualTo("Give it 1 to 255.");
		assertThat(refusal(LongName.class).description()).endsWith("with a name of 256 characters.");
	}

	@Test
	void refusesReturnTypesThatAreNoSingleReply() {
		InvalidHandlerException refusal = refusal(ReturnsFlux.class);
		assertThat(refusal.description())
			.isEqualTo("Handler method " + HERE + "$ReturnsFlux.ping() returns Flux, but a request has one reply.");
		assertThat(refusal.action()).isEqualTo("Return a value, a Mono or a CompletionStage.");
		assertThat(refusal(ReturnsFuture.class).description()).contains("returns Future");
	}

	@Test
	void refusesTwoExceptionHandlersForOneType() {
		assertThat(refusal(TwoExceptionHandlers.class).description())
			.contains("handles java.lang.IllegalStateException" + ", and so does " + HERE + "$TwoExceptionHandlers.");
	}

	@Test
	void refusesAnExceptionHandlerWithoutAType() {
		InvalidHandlerException refusal = refusal(UntypedExceptionHandler.class);
		assertThat(refusal.description()).isEqualTo(
				"Handler method " + HERE + "$UntypedExceptionHandler.on() names 0 types of exceptions and takes 0.");
		assertThat(refusal.action())
			.isEqualTo("Take one exception as an argument, or name the types in @StratumExceptionHandler.");
	}

	@Test
	void refusesAnExceptionHandlerThatCannotTakeWhatItHandles() {
		assertThat(refusal(MistypedExceptionHandler.class).description())
			.endsWith("handles java.lang.Exception, but takes java.lang.IllegalStateException.");
	}

	@Test
	void refusesAMethodThatIsBoth() {
		assertThat(refusal(Both.class).description())
			.endsWith("is both a @StratumMapping and a @StratumExceptionHandler.");
	}

	@SuppressWarnings("try")
	private static InvalidHandlerException refusal(Class<?>... beans) {
		return catchThrowableOfType(InvalidHandlerException.class, () -> {
			try (HandlerFixture fixture = HandlerFixture.of(beans)) {
				throw new AssertionError("accepted");
			}
		});
	}

	record Login(String user) {

	}

	@StratumController
	static class Ping {

		@StratumMapping("pool.ping")
		String ping() {
			return "";
		}

	}

	@StratumController
	static class Pong {

		@StratumMapping({ "pool.pong", "pool.ping" })
		String pong(StratumRequest request) {
			return "";
		}

	}

	@StratumController
	static class TwoForOneType {

		@StratumMapping
		void one(Sv1Response message) {
		}

		@StratumMapping
		void two(Sv1Response message) {
		}

	}

	@StratumController
	static class PrivateMethod {

		@StratumMapping("ping")
		private void ping() {
		}

	}

	@StratumController
	static class StaticMethod {

		@StratumMapping("ping")
		static void ping() {
		}

	}

	@StratumController
	static class NoName {

		@StratumMapping
		void authorize(Login login) {
		}

	}

	@StratumController
	static class BlankName {

		@StratumMapping(" ")
		void ping() {
		}

	}

	@StratumController
	static class LongName {

		private static final String SIXTEEN = "0123456789abcdef";

		private static final String LONG = SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN;

		@StratumMapping(LONG + LONG + LONG + LONG)
		void ping() {
		}

	}

	@StratumController
	static class ReturnsFlux {

		@StratumMapping("ping")
		Flux<String> ping() {
			return Flux.empty();
		}

	}

	@StratumController
	static class ReturnsFuture {

		@StratumMapping("ping")
		Future<String> ping() {
			return new CompletableFuture<>();
		}

	}

	@StratumController
	static class TwoExceptionHandlers {

		@StratumExceptionHandler
		void one(IllegalStateException ex) {
		}

		@StratumExceptionHandler(IllegalStateException.class)
		void two() {
		}

	}

	@StratumController
	static class UntypedExceptionHandler {

		@StratumExceptionHandler
		void on() {
		}

	}

	@StratumController
	static class MistypedExceptionHandler {

		@StratumExceptionHandler(Exception.class)
		void on(IllegalStateException ex) {
		}

	}

	@StratumController
	static class Both {

		@StratumMapping("ping")
		@StratumExceptionHandler(Exception.class)
		StratumError on() {
			return StratumError.INTERNAL;
		}

	}

}
