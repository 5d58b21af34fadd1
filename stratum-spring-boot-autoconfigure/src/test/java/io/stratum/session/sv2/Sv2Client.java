package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

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
import io.stratum.session.FakeConnection;
import io.stratum.session.FakeLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection and the client at its other end.
 */
final class Sv2Client extends FakeConnection {

	Sv2Session session;

	/** Memory addresses of the buffers written, to see which are shared. */
	final List<Long> addresses = new ArrayList<>();

	Sv2Client(FakeLoop loop) {
		super(loop);
	}

	void send(Sv2Message... messages) {
		receive((bytes) -> {
			for (Sv2Message message : messages) {
				Sv2Encoder.encode(message, bytes);
			}
		});
		readComplete();
	}

	void sendHex(String hex) {
		receive((bytes) -> bytes.writeBytes(HexFormat.of().parseHex(hex)));
		readComplete();
	}

	/** The frames since the last call. */
	List<String> frames() {
		return writes().stream().map(HexFormat.of()::formatHex).toList();
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

	@Override
	public void write(ByteBuf message, boolean isBinary) {
		assertThat(isBinary).isTrue();
		if (!this.closed) {
			this.addresses.add(message.hasMemoryAddress() ? message.memoryAddress() : 0);
		}
		super.write(message, isBinary);
	}

}
