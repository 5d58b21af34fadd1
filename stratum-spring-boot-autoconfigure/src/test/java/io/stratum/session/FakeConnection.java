package io.stratum.session;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * A connection that keeps what was written, by flush, and counts its memory.
 */
public final class FakeConnection implements Connection {

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final FakeLoop loop;

	private final Transport transport;

	private final StringBuilder sent = new StringBuilder();

	private final List<ByteBuf> queued = new ArrayList<>();

	private SessionProtocol session;

	public int flushes;

	public int writes;

	public boolean writable = true;

	public boolean reading = true;

	public boolean closed;

	public long pending;

	public FakeConnection(FakeLoop loop) {
		this(loop, Transport.TCP);
	}

	public FakeConnection(FakeLoop loop, Transport transport) {
		this.loop = loop;
		this.transport = transport;
	}

	public void attach(SessionProtocol session) {
		this.session = session;
	}

	/** A read burst of one buffer. */
	public void read(String text) {
		receive(text);
		this.session.readComplete();
	}

	/** A buffer of a read burst. */
	public void receive(String text) {
		ByteBuf bytes = this.allocator.directBuffer();
		try {
			bytes.writeCharSequence(text, StandardCharsets.UTF_8);
			this.session.receive(bytes);
		}
		finally {
			bytes.release();
		}
	}

	public void writable(boolean value) {
		this.writable = value;
		this.session.writabilityChanged();
	}

	/** What was sent since the last call. */
	public List<String> lines() {
		this.loop.run();
		String text = this.sent.toString();
		this.sent.setLength(0);
		return text.lines().toList();
	}

	public long usedMemory() {
		return this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory();
	}

	@Override
	public Loop loop() {
		return this.loop;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return InetSocketAddress.createUnresolved("miner.example", 4711);
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
	public void write(ByteBuf message, boolean binary) {
		if (this.closed) {
			message.release();
			return;
		}
		this.writes++;
		this.queued.add(message);
	}

	@Override
	public void flush() {
		this.flushes++;
		this.queued.forEach((message) -> {
			this.sent.append(message.toString(StandardCharsets.UTF_8));
			message.release();
		});
		this.queued.clear();
	}

	@Override
	public boolean isWritable() {
		return this.writable;
	}

	@Override
	public long pendingBytes() {
		return this.pending;
	}

	@Override
	public void setReading(boolean reading) {
		this.reading = reading;
	}

	@Override
	public void close() {
		if (!this.closed) {
			flush();
			this.closed = true;
			if (this.session != null) {
				this.session.closed();
			}
		}
	}

}
