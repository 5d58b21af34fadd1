package io.stratum.session.btcagent;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;

import io.stratum.session.Connection;
import io.stratum.session.FakeLoop;
import io.stratum.session.Loop;
import io.stratum.session.SessionProtocol;
import io.stratum.session.Transport;

/**
 * A connection that keeps the bytes that were sent.
 */
final class FrameConnection implements Connection {

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final FakeLoop loop;

	private final Transport transport;

	private final List<ByteBuf> queued = new ArrayList<>();

	private ByteArrayOutputStream sent = new ByteArrayOutputStream();

	final List<Boolean> binary = new ArrayList<>();

	int flushes;

	boolean closed;

	boolean reading = true;

	SessionProtocol session;

	FrameConnection(FakeLoop loop, Transport transport) {
		this.loop = loop;
		this.transport = transport;
	}

	void receive(byte[] bytes, int from, int to) {
		ByteBuf buffer = this.allocator.directBuffer();
		try {
			buffer.writeBytes(bytes, from, to - from);
			this.session.receive(buffer);
		}
		finally {
			buffer.release();
		}
		this.session.readComplete();
	}

	byte[] sent() {
		this.loop.run();
		byte[] bytes = this.sent.toByteArray();
		this.sent = new ByteArrayOutputStream();
		return bytes;
	}

	long usedMemory() {
		return this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory();
	}

	@Override
	public Loop loop() {
		return this.loop;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return InetSocketAddress.createUnresolved("agent.example", 4711);
	}

	@Override
	public String listener() {
		return "tcp";
	}

	@Override
	public Transport transport() {
		return this.transport;
	}

	@Override
	public ByteBufAllocator allocator() {
		return this.allocator;
	}

	@Override
	public void write(ByteBuf message, boolean isBinary) {
		if (this.closed) {
			message.release();
			return;
		}
		this.binary.add(isBinary);
		this.queued.add(message);
	}

	@Override
	public void flush() {
		this.flushes++;
		this.queued.forEach((message) -> {
			this.sent.writeBytes(ByteBufUtil.getBytes(message));
			message.release();
		});
		this.queued.clear();
	}

	@Override
	public boolean isWritable() {
		return true;
	}

	@Override
	public long pendingBytes() {
		return 0;
	}

	@Override
	public void setReading(boolean value) {
		this.reading = value;
	}

	@Override
	public void close() {
		if (!this.closed) {
			flush();
			this.closed = true;
			this.session.closed();
		}
	}

}
