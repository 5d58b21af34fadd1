package io.stratum.server.servlet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;

import org.springframework.web.socket.WebSocketSession;

import io.stratum.ban.Bans;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MappedPath;
import io.stratum.server.RefusedConnections;
import io.stratum.server.SessionFactories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

@Timeout(8)
class ServletConnectionTests {

	private static final byte[] LINE = "hello\n".getBytes(StandardCharsets.US_ASCII);

	private final EchoSessions sessions = new EchoSessions();

	private final ConnectionGroup group = new ConnectionGroup(
			new ListenerSettings("web", "", 0, null, null, ProtocolSettings.SV1_ONLY, 0, 0, 0, EchoSessions.settings()),
			SessionFactories.sv1(this.sessions), new RefusedConnections(), Bans.none());

	private final ServletConnection connection = new ServletConnection(
			new MappedPath(this.group, new WebSocketSettings("/stratum", List.of(), false, 1000)), new DirectLoop(),
			new ServletSender(Mockito.mock(WebSocketSession.class), Runnable::run), null);

	@Test
	void doesNotHoldTheContainerWithWhatComesAfterTheEnd() {
		this.connection.begin();
		this.connection.disconnected();
		for (int i = 0; i < 100; i++) {
			this.connection.received(LINE, false, true);
		}
		assertThat(this.group.size()).isZero();
	}

	@Test
	void closesWhenTheContainerInterruptsWhatWaits() {
		this.connection.begin();
		this.connection.received(LINE, false, true);
		this.sessions.last().connection.setReading(false);
		try {
			assertThatNoException().isThrownBy(() -> {
				for (int i = 0; i < 8; i++) {
					this.connection.received(LINE, false, true);
				}
				Thread.currentThread().interrupt();
				this.connection.received(LINE, false, true);
			});
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.sessions.last().events).contains("close shutdown");
	}

	/**
	 * A loop on the thread of the caller.
	 */
	private static final class DirectLoop extends ConnectionLoop {

		DirectLoop() {
			super(() -> 0);
		}

		@Override
		public boolean inLoop() {
			return true;
		}

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		protected void schedule(Runnable task, Duration delay) {
			// Nothing is swept here
		}

	}

}
