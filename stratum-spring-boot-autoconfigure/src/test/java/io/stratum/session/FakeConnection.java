package io.stratum.session;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * A connection that keeps what was written and flushed, and counts its memory.
 */
public class FakeConnection implements Connection {

	public InetSocketAddress remoteAddress = InetSocketAddress.createUnresolved("miner.example", 4711);

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final FakeLoop loop;

	private final Transport transport;

	private final List<byte[]> sent = new ArrayList<>();

	private final List<ByteBuf> queued = new ArrayList<>();

	private SessionProtocol session;

	/** Of each write, whether it was binary. */
	public final List<Boolean> binary = new ArrayList<>();

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

	public SessionProtocol session() {
		return this.session;
	}

	public void attach(SessionProtocol session) {
		this.session = session;
	}

	/** A read burst of one buffer. */
	public void read(String text) {
		receive(text);
		this.session.readComplete();
	}

	/** A read burst of one buffer. */
	public void read(byte[] bytes, int from, int to) {
		receive((buffer) -> buffer.writeBytes(bytes, from, to - from));
		this.session.readComplete();
	}

	/** A buffer of a read burst. */
	public void receive(String text) {
		receive((buffer) -> buffer.writeCharSequence(text, StandardCharsets.UTF_8));
	}

	/** A buffer of a read burst. */
	public void receive(Consumer<ByteBuf> filling) {
		ByteBuf bytes = this.allocator.directBuffer();
		try {
			filling.accept(bytes);
			this.session.receive(bytes);
		}
		finally {
			bytes.release();
		}
	}

	public void readComplete() {
		this.session.readComplete();
	}

	public void writable(boolean value) {
		this.writable = value;
		this.session.writabilityChanged();
	}

	/** The lines that were sent since the last call. */
	public List<String> lines() {
		return new String(bytes(), StandardCharsets.UTF_8).lines().toList();
	}

	/** The bytes that were sent since the last call. */
	public byte[] bytes() {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		writes().forEach(joined::writeBytes);
		return joined.toByteArray();
	}

	/** What was sent since the last call, by write. */
	public List<byte[]> writes() {
		this.loop.run();
		List<byte[]> result = List.copyOf(this.sent);
		this.sent.clear();
		return result;
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
		return this.remoteAddress;
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
		this.writes++;
		this.binary.add(isBinary);
		this.queued.add(message);
	}

	@Override
	public void flush() {
		this.flushes++;
		this.queued.forEach((message) -> {
			this.sent.add(ByteBufUtil.getBytes(message));
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
	public void setReading(boolean value) {
		this.reading = value;
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
