package io.stratum.session.btcagent;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.CloseReason;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;
import io.stratum.session.sv1.Sv1Session;

/**
 * The handlers of agents: their capabilities, their miners and the shares of these.
 */
public final class AgentMiningHandlers {

	private static final String VERSION_ROLLING = "verrol";

	private static final String SUBMIT_RESPONSE = "subres";

	private static final Reply UNAUTHORIZED = Reply.error(StratumError.of(RejectReason.UNAUTHORIZED));

	private final List<String> capabilities;

	private AgentMiningHandlers(List<String> capabilities) {
		this.capabilities = capabilities;
	}

	/**
	 * Puts the handlers into a table. They only work in sessions of a
	 * {@link io.stratum.session.sv1.Sv1SessionFactory} with {@link BtcAgents}.
	 * @param handlers the table
	 * @param engine what does the mining; without it, only the capabilities are
	 * negotiated, and the messages are left to the application
	 */
	public static void register(MessageHandlers.Builder handlers, @Nullable MiningEngine engine) {
		AgentMiningHandlers agents = new AgentMiningHandlers(
				(engine != null) ? List.of(VERSION_ROLLING, SUBMIT_RESPONSE) : List.of(SUBMIT_RESPONSE));
		handlers.method("agent.get_capabilities",
				(StratumSession session, StratumRequest request) -> agents.capabilities(session, request));
		if (engine != null) {
			handlers.type(AgentMessage.RegisterWorker.class, AgentMiningHandlers::registerWorker);
			handlers.type(AgentMessage.UnregisterWorker.class, AgentMiningHandlers::unregisterWorker);
			handlers.type(AgentMessage.SubmitShare.class, new AgentSubmitHandler(engine));
		}
	}

	/**
	 * The miners of a session that may mine by frames: its client is an agent. Who sends
	 * frames without having said so got jobs that no agent understands, and is told to
	 * go.
	 */
	static @Nullable AgentPeer agent(StratumSession session) {
		Sv1Session own = (Sv1Session) session;
		if (own.isAgent()) {
			return (AgentPeer) own.binarySide();
		}
		own.debug("binary frame of a client that is not known as an agent: '" + session.userAgent() + "'");
		own.observer().malformed(session);
		own.close(CloseReason.PROTOCOL_ERROR);
		return null;
	}

	private Reply capabilities(StratumSession session, StratumRequest request) {
		AgentPeer peer = (AgentPeer) ((Sv1Session) session).binarySide();
		if (peer == null) {
			return Reply.error(StratumError.METHOD_NOT_FOUND);
		}
		if (request.param(0) instanceof List<?> wanted) {
			if (wanted.contains(SUBMIT_RESPONSE)) {
				peer.frames().respond();
			}
			if (wanted.contains(VERSION_ROLLING)) {
				peer.rollsVersion();
			}
		}
		return Reply.of(Map.of("capabilities", this.capabilities));
	}

	private static Reply registerWorker(StratumSession session, AgentMessage.RegisterWorker message) {
		AgentPeer agent = agent(session);
		Worker account = (agent != null) ? agent.account() : null;
		return (agent != null && account != null) ? agent.register(account, message) : UNAUTHORIZED;
	}

	private static Reply unregisterWorker(StratumSession session, AgentMessage.UnregisterWorker message) {
		AgentPeer agent = agent(session);
		return (agent != null) ? agent.unregister(message.session()) : UNAUTHORIZED;
	}

}
