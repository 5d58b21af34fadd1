package io.stratum.client.btcagent;

import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.ResponseError;
import io.stratum.protocol.sv1.Subscription;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.protocol.sv1.VersionRolling;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * How an agent opens a connection: one request to see whether the pool answers at all,
 * then all others at once. Confined to the event loop.
 */
final class AgentDialogue {

	private static final String CAPABILITIES = "agent.get_capabilities";

	private static final int EXTRANONCE_SIZE = 8;

	private static final int POOL_SESSION_LENGTH = 4;

	private final AgentSetup setup;

	private boolean versionRolling;

	private boolean submitResponses;

	private boolean authorized;

	private @Nullable Subscription subscription;

	AgentDialogue(AgentSetup setup) {
		this.setup = setup;
	}

	/**
	 * The request of which any answer will do.
	 */
	void writeProbe(ByteBuf out) {
		writeCapabilities(out, "conn_test");
	}

	void writeRequests(ByteBuf out) {
		writeCapabilities(out, "caps");
		Sv1Encoder.request(out, "conf", "mining.configure", new VersionRolling(-1).params(0));
		Sv1Encoder.request(out, "sub", "mining.subscribe", List.of(this.setup.userAgent()));
		Sv1Encoder.request(out, "auth", "mining.authorize", List.of(this.setup.account(), this.setup.password()));
		writeCapabilities(out, "caps_again");
	}

	private void writeCapabilities(ByteBuf out, String id) {
		List<String> wanted = this.setup.submitResponses() ? List.of("verrol", "subres") : List.of("verrol");
		Sv1Encoder.request(out, id, CAPABILITIES, List.of(wanted));
	}

	/**
	 * Takes an answer. That of {@code mining.configure} does not matter: the mask comes
	 * in a notification.
	 * @throws ProtocolException if the subscription cannot be used
	 * @throws StratumErrorException if the pool refuses the agent
	 */
	void answered(Sv1Response response) throws ProtocolException {
		if ("caps".equals(response.id()) || "caps_again".equals(response.id())) {
			readCapabilities(response.result());
		}
		else if ("sub".equals(response.id())) {
			this.subscription = subscription(response);
		}
		else if ("auth".equals(response.id())) {
			checkError(response);
			if (!Boolean.TRUE.equals(response.result())) {
				throw new ProtocolException("authorize result: " + response.result() + " (expected: true)");
			}
			this.authorized = true;
		}
	}

	private void readCapabilities(@Nullable Object result) {
		if (result instanceof Map<?, ?> map && map.get("capabilities") instanceof List<?> list) {
			this.versionRolling |= list.contains("verrol");
			this.submitResponses |= this.setup.submitResponses() && list.contains("subres");
		}
	}

	private static Subscription subscription(Sv1Response response) throws ProtocolException {
		checkError(response);
		Subscription given = Subscription.decode(response.result());
		if (given.extranonce2Size() != EXTRANONCE_SIZE || given.extranonce1().length != POOL_SESSION_LENGTH) {
			throw new ProtocolException("extranonce sizes: " + given.extranonce1().length + " and "
					+ given.extranonce2Size() + " (expected: " + POOL_SESSION_LENGTH + " and " + EXTRANONCE_SIZE + ")");
		}
		return given;
	}

	private static void checkError(Sv1Response response) {
		if (response.error() != null) {
			ResponseError error = ResponseError.decode(response.error());
			throw new StratumErrorException(StratumError.of(error.code(), error.message()));
		}
	}

	/**
	 * The pool session, once workers may be registered.
	 */
	byte @Nullable [] poolSession() {
		return (this.authorized && this.subscription != null) ? this.subscription.extranonce1() : null;
	}

	boolean isVersionRolling() {
		return this.versionRolling;
	}

	boolean hasSubmitResponses() {
		return this.submitResponses;
	}

}
