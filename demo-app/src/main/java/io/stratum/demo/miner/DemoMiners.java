package io.stratum.demo.miner;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import io.stratum.client.StratumClient;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.server.StratumServer;
import io.stratum.server.StratumServer.BoundListener;

/**
 * Runs a miner of Stratum V1 for each listener that it knows how to reach, {@code tcp}
 * and {@code ws}, one of Stratum V2, and an agent. They start when the application is
 * ready and stop before the server does.
 */
@Component
@ConditionalOnBooleanProperty(name = "demo.miners.enabled", matchIfMissing = true)
class DemoMiners {

	private static final Log logger = LogFactory.getLog(DemoMiners.class);

	private final StratumServer server;

	private final ObjectProvider<StratumClient.Builder> clients;

	private final MinersProperties properties;

	private final Environment environment;

	private final List<DemoMiner> miners = new ArrayList<>();

	DemoMiners(StratumServer server, ObjectProvider<StratumClient.Builder> clients, MinersProperties properties,
			Environment environment) {
		this.server = server;
		this.clients = clients;
		this.properties = properties;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	synchronized void start() {
		if (!this.miners.isEmpty()) {
			return;
		}
		for (BoundListener listener : this.server.listeners()) {
			String worker = this.properties.getWorker() + "." + listener.name();
			switch (listener.name()) {
				case "tcp" -> start(worker, new Sv1Link(worker), uri(listener, "stratum+tcp", ""));
				case "ws" -> start(worker, new Sv1Link(worker),
						uri(listener, "ws", this.environment.getProperty("stratum.listeners.ws.path", "/")));
				default -> {
				}
			}
			startBinary(listener);
		}
	}

	private void startBinary(BoundListener listener) {
		MinersProperties.Sv2 sv2 = this.properties.getSv2();
		if (sv2.isEnabled() && listener.name().equals(sv2.getListener())) {
			String worker = this.properties.getWorker() + ".sv2";
			PoolLink link = new Sv2Link(worker, this.properties.getHashRate(), sv2.isExtendedChannel());
			start(worker, link, uri(listener, "stratum2+tcp", "/" + authorityKey(sv2)));
		}
		MinersProperties.Agent agent = this.properties.getAgent();
		if (agent.isEnabled() && listener.name().equals(agent.getListener())) {
			PoolLink link = new AgentLink(this.properties.getWorker(), agent.getWorkers());
			start(this.properties.getWorker() + ".agent", link, uri(listener, "stratum+tcp", ""));
		}
	}

	private String authorityKey(MinersProperties.Sv2 sv2) {
		String key = sv2.getAuthorityKey();
		return (key != null) ? key
				: AuthorityKeyPair.parse(this.environment.getRequiredProperty("stratum.sv2.authority-secret-key"))
					.publicKey()
					.toString();
	}

	private static URI uri(BoundListener listener, String scheme, String path) {
		return URI.create(scheme + "://" + host(listener.address()) + ":" + listener.port() + path);
	}

	private void start(String worker, PoolLink link, URI uri) {
		StratumClient client = this.clients.getObject().uri(uri).userAgent("demo-miner/1.0").build();
		DemoMiner miner = new DemoMiner(worker, link, client, uri, this.properties);
		this.miners.add(miner);
		miner.start();
		logger.info("Miner " + worker + " mines at " + uri + " with " + this.properties.getHashRate() / 1000 + " kH/s"
				+ ((link.slots() > 1) ? " for " + link.slots() + " workers" : ""));
	}

	/** A server that listens everywhere is reached here. */
	private static String host(String address) {
		try {
			InetAddress bound = InetAddress.getByName(address);
			String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
			return (host.indexOf(':') >= 0) ? "[" + host + "]" : host;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	@EventListener(ContextClosedEvent.class)
	synchronized void stop() {
		this.miners.forEach(DemoMiner::stop);
		this.miners.clear();
	}

}
