package io.stratum.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionProtocol;
import io.stratum.session.SessionSettings;

/**
 * Sessions that echo each line, remember what happened to them, and obey some lines.
 */
public final class EchoSessions implements SessionFactory {

	/** A line that closes the session. */
	public static final String CLOSE = "close";

	/** A line after which nothing is read. */
	public static final String PAUSE = "pause";

	/** A line that makes the session fail. */
	public static final String FAIL = "fail";

	/** A line that is answered by a mebibyte, unless the connection is unwritable. */
	public static final String FLOOD = "flood";

	/** All sessions so far. */
	public final List<EchoSession> sessions = new CopyOnWriteArrayList<>();

	public static SessionSettings settings() {
		return settings(Duration.ofMinutes(1));
	}

	public static SessionSettings settings(Duration loginTimeout) {
		return new SessionSettings(loginTimeout, Duration.ofMinutes(10), 4096, 1 << 20, Duration.ofSeconds(10), 16, 16,
				0, Duration.ofSeconds(10),
				new DifficultyLimits(true, 1, 1, 1000, Duration.ofSeconds(10), Duration.ofMinutes(1), 30, 0.3, false));
	}

	@Override
	public SessionProtocol create(Connection connection, SessionSettings settings) {
		EchoSession session = new EchoSession(connection);
		this.sessions.add(session);
		return session;
	}

	public EchoSession last() {
		return this.sessions.get(this.sessions.size() - 1);
	}

	public static final class EchoSession implements SessionProtocol {

		public final Connection connection;

		public final Queue<String> events = new ConcurrentLinkedQueue<>();

		private final ByteArrayOutputStream line = new ByteArrayOutputStream();

		EchoSession(Connection connection) {
			this.connection = connection;
		}

		@Override
		public void receive(ByteBuf bytes) {
			check();
			while (bytes.isReadable()) {
				byte next = bytes.readByte();
				if (next == '\n') {
					lineEnded();
				}
				else {
					this.line.write(next);
				}
			}
		}

		@Override
		public void frameEnded() {
			check();
			lineEnded();
		}

		private void lineEnded() {
			String text = this.line.toString(StandardCharsets.UTF_8);
			this.line.reset();
			switch (text) {
				case CLOSE -> close(CloseReason.APPLICATION);
				case FAIL -> throw new IllegalStateException("failed on purpose");
				case PAUSE -> this.connection.setReading(false);
				case FLOOD -> flood();
				default -> send(text);
			}
		}

		private void flood() {
			String kibibyte = "x".repeat(1023);
			for (int i = 0; i < 1024; i++) {
				send(kibibyte);
			}
			this.connection.flush();
			this.events.add("pending " + (this.connection.pendingBytes() > 0));
		}

		public void send(String text) {
			this.connection.write(ByteBufUtil.writeUtf8(this.connection.allocator(), text + "\n"), false);
		}

		@Override
		public void readComplete() {
			check();
			this.events.add("readComplete");
		}

		@Override
		public void writabilityChanged() {
			check();
			this.events.add("writable " + this.connection.isWritable());
		}

		@Override
		public void sweep(long nowNanos) {
			check();
			this.events.add("sweep");
		}

		@Override
		public void close(CloseReason reason) {
			check();
			this.events.add("close " + reason.tag());
			send("bye " + reason.tag());
			this.connection.close();
		}

		@Override
		public void shutDown() {
			close(CloseReason.SHUTDOWN);
		}

		@Override
		public void malformed() {
			check();
			this.events.add("malformed");
		}

		@Override
		public void closed() {
			check();
			this.events.add("closed");
		}

		private void check() {
			if (!this.connection.loop().inLoop()) {
				this.events.add("off the loop");
			}
		}

	}

}
