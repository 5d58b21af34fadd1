package io.stratum.handler.support;

import org.junit.jupiter.api.Test;

import org.springframework.stereotype.Component;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.annotation.StratumSessionScope;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.session.JsonPeer;
import io.stratum.session.sv2.Sv2Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InvalidArgumentTests {

	private static final String HERE = InvalidArgumentTests.class.getName();

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
	void refusesAPeerOfAnotherDialectThanTheMessage() {
		assertThat(refusal(Sv2PeerForRequest.class).description()).isEqualTo("Handler method " + HERE
				+ "$Sv2PeerForRequest.ping(Sv2Peer) has an argument of unknown type: " + Sv2Peer.class.getName() + ".");
		assertThat(refusal(JsonPeerForMessage.class).description()).isEqualTo("Handler method " + HERE
				+ "$JsonPeerForMessage.on(JsonPeer, CloseChannel) has an argument of unknown type: "
				+ JsonPeer.class.getName() + ".");
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
	void refusesABeanThatIsNoSessionState() {
		InvalidHandlerException refusal = refusal(TakesService.class, DefaultService.class);
		assertThat(refusal.description()).isEqualTo("Handler method " + HERE + "$TakesService.ping(Service) takes a "
				+ HERE + "$Service, which is a bean of the application.");
		assertThat(refusal.action()).isEqualTo("Inject it into the controller, or give the bean @StratumSessionScope.");
	}

	@Test
	void refusesAnAmbiguousSessionState() {
		assertThat(refusal(TakesService.class, FirstState.class, SecondState.class).description()).endsWith(
				"there are several such beans: invalidArgumentTests.FirstState, invalidArgumentTests.SecondState.");
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
	static class Sv2PeerForRequest {

		@StratumMapping("ping")
		void ping(Sv2Peer peer) {
		}

	}

	@StratumController
	static class JsonPeerForMessage {

		@StratumMapping
		void on(JsonPeer peer, CloseChannel message) {
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

}
