package io.stratum.server.netty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.RefusedConnections;
import io.stratum.server.SessionFactories;
import io.stratum.server.TlsSettings;

/**
 * A server on two loops with echoing sessions, and line clients for it.
 */
final class ServerFixture implements AutoCloseable {

	final EchoSessions sessions = new EchoSessions();

	final RefusedConnections observer = new RefusedConnections();

	final Bans bans = new TestBans().create();

	SessionFactories factories = SessionFactories.sv1(this.sessions);

	final List<NettyServerCustomizer> customizers = new ArrayList<>();

	final LoopResources resources = LoopResources.create("stratum-test", 1, 2, true);

	private final List<NettyStratumServer> servers = new ArrayList<>();

	private final List<Client> clients = new ArrayList<>();

	static ListenerSettings tcp(int port) {
		return new ListenerSettings("tcp", "127.0.0.1", port, null, null, ProtocolSettings.SV1_ONLY, 0, 0, 0,
				EchoSessions.settings());
	}

	static ListenerSettings limited(int maxConnections, int maxConnectionsPerAddress) {
		return new ListenerSettings("tcp", "127.0.0.1", 0, null, null, ProtocolSettings.SV1_ONLY, maxConnections,
				maxConnectionsPerAddress, 0, EchoSessions.settings());
	}

	static ListenerSettings tls(TlsSettings tls) {
		return new ListenerSettings("tls", "127.0.0.1", 0, null, tls, ProtocolSettings.SV1_ONLY, 0, 0, 0,
				EchoSessions.settings());
	}

	static ListenerSettings webSocket(WebSocketSettings webSocket, @Nullable TlsSettings tls) {
		return new ListenerSettings("ws", "127.0.0.1", 0, webSocket, tls, ProtocolSettings.SV1_ONLY, 0, 0, 0,
				EchoSessions.settings(Duration.ofSeconds(1)));
	}

	NettyStratumServer server(ListenerSettings... listeners) {
		List<ConnectionGroup> groups = Stream.of(listeners)
			.map((settings) -> new ConnectionGroup(settings, this.factories, this.observer, this.bans))
			.toList();
		NettyStratumServer server = new NettyStratumServer(groups, new NettyLoops(this.resources), this.customizers);
		this.servers.add(server);
		return server;
	}

	NettyStratumServer started(ListenerSettings... listeners) {
		NettyStratumServer server = server(listeners);
		server.start();
		return server;
	}

	Client connect(NettyStratumServer server) throws IOException {
		return connect(new Socket("127.0.0.1", server.listeners().get(0).port()));
	}

	Client connect(Socket socket) throws IOException {
		Client client = new Client(socket);
		this.clients.add(client);
		return client;
	}

	@Override
	public void close() throws IOException {
		for (Client client : this.clients) {
			client.socket.close();
		}
		for (NettyStratumServer server : this.servers) {
			server.stop(Duration.ZERO).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
		}
		this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	/**
	 * A blocking line client.
	 */
	static final class Client {

		final Socket socket;

		private final BufferedReader reader;

		Client(Socket socket) throws IOException {
			this.socket = socket;
			socket.setSoTimeout(10_000);
			this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
		}

		void send(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			this.socket.getOutputStream().flush();
		}

		@Nullable String readLine() throws IOException {
			return this.reader.readLine();
		}

		String echo(String line) throws IOException {
			send(line + "\n");
			return String.valueOf(readLine());
		}

	}

}
