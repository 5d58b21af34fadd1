package io.stratum.server.reactive;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import io.stratum.ban.Bans;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MappedPath;
import io.stratum.server.RefusedConnections;
import io.stratum.server.SessionFactories;
import io.stratum.server.netty.NettyLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a peer behind a proxy of the web server has one address.
 */
class ForwardedAddressIntegrationTests {

	private final EchoSessions sessions = new EchoSessions();

	private final LoopResources resources = LoopResources.create("stratum-test", 1, 1, true);

	@Test
	void isThatOfThePeerForTheSessionToo() throws Exception {
		ListenerSettings settings = new ListenerSettings("web", "", 0, null, null, ProtocolSettings.SV1_ONLY, 0, 0, 0,
				EchoSessions.settings());
		ConnectionGroup group = new ConnectionGroup(settings, SessionFactories.sv1(this.sessions),
				new RefusedConnections(), Bans.none());
		StratumRouteProvider routes = new StratumRouteProvider(
				new MappedPath(group, new WebSocketSettings("/stratum", List.of("*"), false, 16384)),
				new NettyLoops(this.resources));
		DisposableServer server = HttpServer.create()
			.runOn(this.resources)
			.host("127.0.0.1")
			.port(0)
			.forwarded(true)
			.route(routes::apply)
			.bindNow();
		try {
			WebSocket socket = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.header("X-Forwarded-For", "192.0.2.7")
				.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/stratum"), new WebSocket.Listener() {
				})
				.get(10, TimeUnit.SECONDS);
			socket.sendText("{\"id\": 1, \"method\": \"hello\", \"params\": []}", true).get(10, TimeUnit.SECONDS);
			Awaitility.await().until(() -> !this.sessions.sessions.isEmpty());
			assertThat(this.sessions.last().connection.remoteAddress().getAddress().getHostAddress())
				.isEqualTo("192.0.2.7");
			socket.abort();
		}
		finally {
			server.disposeNow();
			this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		}
	}

}
