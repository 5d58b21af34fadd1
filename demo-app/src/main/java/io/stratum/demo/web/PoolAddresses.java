package io.stratum.demo.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import io.stratum.autoconfigure.ListenerProperties;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.demo.web.PoolStatus.Address;
import io.stratum.mining.Dialect;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.StratumServer;

/**
 * Where miners connect to.
 */
@Component
class PoolAddresses {

	private final StratumServer server;

	private final StratumSettings settings;

	private final ObjectProvider<NoiseHandshakes> handshakes;

	PoolAddresses(StratumServer server, StratumSettings settings, ObjectProvider<NoiseHandshakes> handshakes) {
		this.server = server;
		this.settings = settings;
		this.handshakes = handshakes;
	}

	List<Address> all() {
		List<Address> addresses = new ArrayList<>();
		this.server.listeners()
			.stream()
			.sorted(Comparator.comparing((listener) -> listener.transport().startsWith("websocket")))
			.forEach((listener) -> add(listener, addresses));
		String mapped = this.settings.properties().getWebsocket().getMappingPath();
		if (mapped != null) {
			addresses.add(new Address("WebSocket on this port", "ws", null, mapped));
		}
		return addresses;
	}

	private void add(BoundListener listener, List<Address> addresses) {
		boolean tls = listener.transport().endsWith("tls");
		if (listener.transport().startsWith("websocket")) {
			ListenerProperties configured = this.settings.listeners().get(listener.name());
			String path = (configured != null) ? configured.getPath() : "";
			addresses.add(new Address("WebSocket", tls ? "wss" : "ws", listener.port(), path));
			return;
		}
		if (listener.dialects().contains(Dialect.SV1)) {
			String dialects = listener.dialects().contains(Dialect.BTCAGENT) ? "Stratum V1 and BTCAgent" : "Stratum V1";
			addresses.add(new Address(dialects, tls ? "stratum+ssl" : "stratum+tcp", listener.port(), ""));
		}
		String key = authorityKey();
		if (listener.dialects().contains(Dialect.SV2) && !tls && key != null) {
			addresses.add(new Address("Stratum V2", "stratum2+tcp", listener.port(), "/" + key));
		}
	}

	private @Nullable String authorityKey() {
		NoiseHandshakes available = this.handshakes.getIfAvailable();
		return (available != null) ? available.publicKey().toString() : null;
	}

}
