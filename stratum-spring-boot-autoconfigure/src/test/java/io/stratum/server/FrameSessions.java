package io.stratum.server;

import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Work;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionProtocol;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;

/**
 * Sessions that echo frames of Stratum V2 and remember what happened to them.
 */
public final class FrameSessions implements SessionFactory {

	/** Longer payloads are refused as soon as their header is there. */
	public static final int MAX_PAYLOAD = 300_000;

	/** A payload that begins so closes the session, with one more frame. */
	public static final byte CLOSE = 66;

	/** All sessions so far. */
	public final List<FrameSession> sessions = new CopyOnWriteArrayList<>();

	private final AbstractStratumSession.Environment environment;

	public FrameSessions(SessionObserver observer) {
		this.environment = new AbstractStratumSession.Environment(new SessionRegistry(), observer, new SessionIds(0),
				InstantSource.system(), System::nanoTime);
	}

	@Override
	public SessionProtocol create(Connection connection, SessionSettings settings) {
		FrameSession session = new FrameSession(this.environment, connection, settings);
		this.sessions.add(session);
		return session;
	}

	public FrameSession last() {
		return this.sessions.get(this.sessions.size() - 1);
	}

	/**
	 * A frame of some extension.
	 */
	public static byte[] frame(int payloadLength, int fill) {
		byte[] frame = new byte[6 + payloadLength];
		frame[2] = 0x74;
		frame[3] = (byte) payloadLength;
		frame[4] = (byte) (payloadLength >> 8);
		frame[5] = (byte) (payloadLength >> 16);
		for (int i = 6; i < frame.length; i++) {
			frame[i] = (byte) (fill + (i - 6) % 251);
		}
		return frame;
	}

	public static final class FrameSession extends AbstractStratumSession {

		public final Queue<String> events = new ConcurrentLinkedQueue<>();

		private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

		FrameSession(Environment environment, Connection connection, SessionSettings settings) {
			super(environment, connection, settings);
			register();
		}

		public Connection transportConnection() {
			return connection();
		}

		@Override
		public void shutDown() {
			close(CloseReason.SHUTDOWN);
		}

		@Override
		public void receive(ByteBuf bytes) {
			check();
			this.kept.writeBytes(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), bytes.readableBytes(), true));
			bytes.skipBytes(bytes.readableBytes());
			byte[] all = this.kept.toByteArray();
			int start = 0;
			while (isOpen() && all.length - start >= 6) {
				int length = 6 + (all[start + 3] & 0xff) + ((all[start + 4] & 0xff) << 8)
						+ ((all[start + 5] & 0xff) << 16);
				if (length - 6 > MAX_PAYLOAD) {
					this.events.add("too long, kept " + (all.length - start));
					close(CloseReason.PROTOCOL_ERROR);
				}
				if (all.length - start < length) {
					break;
				}
				received(all, start, length);
				start += length;
			}
			this.kept.reset();
			this.kept.write(all, start, all.length - start);
		}

		private void received(byte[] all, int start, int length) {
			if (length > 6 && all[start + 6] == CLOSE) {
				close(CloseReason.APPLICATION);
				return;
			}
			connection().write(connection().allocator().buffer(length).writeBytes(all, start, length), true);
		}

		@Override
		public void frameEnded() {
			this.events.add("frameEnded");
		}

		@Override
		public void readComplete() {
			check();
			this.events.add("readComplete");
		}

		@Override
		public void writabilityChanged() {
			check();
		}

		@Override
		public void sweep(long nowNanos) {
			check();
		}

		private void check() {
			if (!connection().loop().inLoop()) {
				this.events.add("off the loop");
			}
		}

		@Override
		protected void announceClose(CloseReason reason) {
			this.events.add("close " + reason.tag());
			connection().write(connection().allocator().buffer().writeBytes(frame(1, 0)), true);
		}

		@Override
		protected void release() {
			check();
			this.events.add("closed");
		}

		@Override
		public Dialect dialect() {
			return Dialect.SV2;
		}

		@Override
		public Collection<Worker> workers() {
			return List.of();
		}

		@Override
		public double difficulty() {
			return 0;
		}

		@Override
		public void workPublished(Work work) {
		}

	}

}
