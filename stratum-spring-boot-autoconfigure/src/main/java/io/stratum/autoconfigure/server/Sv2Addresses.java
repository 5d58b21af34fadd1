package io.stratum.autoconfigure.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;

import io.stratum.mining.Dialect;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.context.StratumServerInitializedEvent;

/**
 * Logs what miners of Stratum V2 have to be told: where this server is, and its key.
 */
final class Sv2Addresses implements ApplicationListener<StratumServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(Sv2Addresses.class);

	private final ServedDialects dialects;

	private final ObjectProvider<NoiseHandshakes> handshakes;

	Sv2Addresses(ServedDialects dialects, ObjectProvider<NoiseHandshakes> handshakes) {
		this.dialects = dialects;
		this.handshakes = handshakes;
	}

	@Override
	public void onApplicationEvent(StratumServerInitializedEvent event) {
		if (!this.dialects.anywhere(Dialect.SV2)) {
			return;
		}
		this.handshakes.ifAvailable((available) -> {
			String key = available.publicKey().toString();
			List<BoundListener> listeners = event.getServer()
				.listeners()
				.stream()
				.filter((listener) -> listener.dialects().contains(Dialect.SV2) && listener.transport().equals("tcp"))
				.toList();
			if (listeners.isEmpty()) {
				logger.info("Stratum V2 has the authority key " + key);
			}
			listeners.forEach((listener) -> logger
				.info("Stratum V2 on listener '" + listener.name() + "': " + address(listener, key)));
		});
	}

	static String address(BoundListener listener, String key) {
		return "stratum2+tcp://" + host(listener.address()) + ":" + listener.port() + "/" + key;
	}

	/** A server that listens everywhere is reached here, among others. */
	private static String host(String address) {
		try {
			if (InetAddress.getByName(address).isAnyLocalAddress()) {
				return "localhost";
			}
		}
		catch (UnknownHostException ex) {
			return address;
		}
		return (address.indexOf(':') >= 0) ? "[" + address + "]" : address;
	}

}
