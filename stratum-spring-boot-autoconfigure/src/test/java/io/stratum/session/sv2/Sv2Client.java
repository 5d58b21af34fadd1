package io.stratum.session.sv2;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2Decoder;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Limits;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.Connection;
import io.stratum.session.FakeLoop;
import io.stratum.session.Loop;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that keeps each frame that was written, and the client at its other end.
 */
final class Sv2Client implements Connection {

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final FakeLoop loop;

	private final List<byte[]> queued = new ArrayList<>();

	private final List<byte[]> sent = new ArrayList<>();

	Sv2Session session;

	boolean writable = true;

	boolean reading = true;

	boolean closed;

	int flushes;

	long pending;

	/** Memory addresses of the buffers written, to see which are shared. */
	final List<Long> addresses = new ArrayList<>();

	Sv2Client(FakeLoop loop) {
		this.loop = loop;
	}

	void send(Sv2Message... messages) {
		ByteBuf bytes = this.allocator.directBuffer();
		try {
			for (Sv2Message message : messages) {
				Sv2Encoder.encode(message, bytes);
			}
			this.session.receive(bytes);
		}
		finally {
			bytes.release();
		}
		this.session.readComplete();
	}

	void sendHex(String hex) {
		this.session.receive(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
		this.session.readComplete();
	}

	/** The frames since the last call. */
	List<String> frames() {
		this.loop.run();
		List<String> frames = this.sent.stream().map(HexFormat.of()::formatHex).toList();
		this.sent.clear();
		return frames;
	}

	/** The messages since the last call, one per frame. */
	List<Sv2Message> messages() {
		return frames().stream().map(Sv2Client::decode).toList();
	}

	<M extends Sv2Message> M only(Class<M> type) {
		List<Sv2Message> messages = messages();
		assertThat(messages).singleElement().isInstanceOf(type);
		return type.cast(messages.get(0));
	}

	static Sv2Message decode(String frame) {
		try {
			ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(frame));
			Sv2Message message = new Sv2Decoder(Sv2Limits.CLIENT_MINING).decode(in);
			assertThat(message).isNotNull();
			assertThat(in.isReadable()).isFalse();
			return message;
		}
		catch (ProtocolException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Sv2Client setUp(int flags) {
		send(setup(flags));
		frames();
		return this;
	}

	static SetupConnection setup(int flags) {
		return new SetupConnection(0, 2, 2, flags, Octets.of("pool"), 3333, Octets.of("bitaxe"), Octets.of("BM1370"),
				Octets.EMPTY, Octets.EMPTY);
	}

	static OpenExtendedMiningChannel extended(int requestId, String user) {
		return new OpenExtendedMiningChannel(requestId, Octets.of(user), 0, Target.MAX, 2);
	}

	static OpenStandardMiningChannel standard(int requestId, String user) {
		return new OpenStandardMiningChannel(requestId, Octets.of(user), 0, Target.MAX);
	}

	/** Opens a channel and returns all messages that came. */
	List<Sv2Message> open(Sv2Message request) {
		send(request);
		return messages();
	}

	int openExtended(String user) {
		return ((OpenExtendedMiningChannelSuccess) open(extended(1, user)).get(0)).channelId();
	}

	int openStandard(String user) {
		return ((OpenStandardMiningChannelSuccess) open(standard(1, user)).get(0)).channelId();
	}

	void writable(boolean value) {
		this.writable = value;
		this.session.writabilityChanged();
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
		return InetSocketAddress.createUnresolved("miner.example", 4711);
	}

	@Override
	public String listener() {
		return "tcp";
	}

	@Override
	public Transport transport() {
		return Transport.TCP;
	}

	@Override
	public ByteBufAllocator allocator() {
		return this.allocator;
	}

	@Override
	public void write(ByteBuf message, boolean binary) {
		assertThat(binary).isTrue();
		if (!this.closed) {
			this.addresses.add(message.hasMemoryAddress() ? message.memoryAddress() : 0);
			this.queued.add(ByteBufUtil.getBytes(message));
		}
		message.release();
	}

	@Override
	public void flush() {
		this.flushes++;
		this.sent.addAll(this.queued);
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
