package io.stratum.session.btcagent;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.session.flow.BinarySide;
import io.stratum.session.sv1.AgentSupport;
import io.stratum.session.sv1.Sv1Session;

/**
 * Serves agents on sessions of Stratum V1. Frames are taken from who is logged in and
 * handled by the handlers of their message types; those of {@link AgentMiningHandlers}
 * mine for clients that are recognized as agents.
 * <p>
 * There are no jobs of Ethereum: with {@link AgentLayout#ETHEREUM} the messages reach the
 * application's own handlers of their types, and nothing else is done for them.
 */
public final class BtcAgents implements AgentSupport {

	/** How the known agents for Bitcoin call themselves. */
	public static final List<String> KNOWN_AGENTS = List.of("btccom-agent/", "oktapool-agent");

	private final List<String> prefixes;

	private final AgentLayout layout;

	private final @Nullable MiningEngine engine;

	/**
	 * Creates the support.
	 * @param prefixes how the names of clients begin that are agents
	 * @param layout the layout of shares
	 * @param engine what does the mining, or null for handlers of the application only
	 */
	public BtcAgents(List<String> prefixes, AgentLayout layout, @Nullable MiningEngine engine) {
		this.prefixes = List.copyOf(prefixes);
		this.layout = layout;
		this.engine = engine;
	}

	@Override
	public boolean recognizes(String userAgent) {
		return this.prefixes.stream().anyMatch(userAgent::startsWith);
	}

	@Override
	public BinarySide open(Sv1Session session) {
		return new AgentPeer(session, this.layout, this.engine);
	}

}
