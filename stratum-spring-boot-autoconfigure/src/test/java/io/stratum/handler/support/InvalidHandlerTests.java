package io.stratum.handler.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Component;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.annotation.StratumSessionScope;
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
	void refusesAnArgumentOfUnknownType() {
		InvalidHandlerException refusal = refusal(UnknownArgument.class);
		assertThat(refusal.description()).isEqualTo("Handler method " + HERE
				+ "$UnknownArgument.ping(String) has an argument of unknown type: java.lang.String.");
		assertThat(refusal.action()).contains("@StratumParam");
	}

	@Test
	void refusesARequestForABinaryMessage() {
		assertThat(refusal(RequestForBinary.class).description()).isEqualTo("Handler method " + HERE
				+ "$RequestForBinary.on(Sv1Response, StratumRequest) has an argument of unknown type: "
				+ StratumRequest.class.getName() + ".");
	}

	@Test
	void refusesANegativePosition() {
		InvalidHandlerException refusal = refusal(NegativePosition.class);
		assertThat(refusal.description())
			.isEqualTo("Handler method " + HERE + "$NegativePosition.ping(String) has @StratumParam(-1).");
		assertThat(refusal.action()).isEqualTo("Positions start at 0.");
	}

	@Test
	void refusesSeveralRecords() {
		InvalidHandlerException refusal = refusal(SeveralRecords.class);
		assertThat(refusal.description()).isEqualTo("Handler method " + HERE
				+ "$SeveralRecords.ping(Login, Login) has several records for the parameters of a request.");
		assertThat(refusal.action()).isEqualTo("Take one, or single parameters by @StratumParam.");
	}

	@Test
	void refusesSeveralBinaryMessages() {
		assertThat(refusal(SeveralMessages.class).description()).isEqualTo(
				"Handler method " + HERE + "$SeveralMessages.on(Sv1Response, Sv1Response) takes several messages.");
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
	void refusesABeanThatIsNoSessionState() {
		InvalidHandlerException refusal = refusal(TakesService.class, DefaultService.class);
		assertThat(refusal.description()).isEqualTo("Handler method " + HERE + "$TakesService.ping(Service) takes a "
				+ HERE + "$Service, which is a bean of the application.");
		assertThat(refusal.action()).isEqualTo("Inject it into the controller, or give the bean @StratumSessionScope.");
	}

	@Test
	void refusesAnAmbiguousSessionState() {
		assertThat(refusal(TakesService.class, FirstState.class, SecondState.class).description())
			.endsWith("there are several such beans: invalidHandlerTests.FirstState, invalidHandlerTests.SecondState.");
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
	static class UnknownArgument {

		@StratumMapping("ping")
		void ping(String text) {
		}

	}

	@StratumController
	static class RequestForBinary {

		@StratumMapping
		void on(Sv1Response message, StratumRequest request) {
		}

	}

	@StratumController
	static class NegativePosition {

		@StratumMapping("ping")
		void ping(@StratumParam(-1) String text) {
		}

	}

	@StratumController
	static class SeveralRecords {

		@StratumMapping("ping")
		void ping(Login one, Login two) {
		}

	}

	@StratumController
	static class SeveralMessages {

		@StratumMapping
		void on(Sv1Response one, Sv1Response two) {
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

	interface Service {

	}

	@Component
	static class DefaultService implements Service {

	}

	@StratumSessionScope
	@Component
	static class FirstState implements Service {

	}

	@StratumSessionScope
	@Component
	static class SecondState implements Service {

	}

	@StratumController
	static class TakesService {

		@StratumMapping("ping")
		void ping(Service service) {
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
