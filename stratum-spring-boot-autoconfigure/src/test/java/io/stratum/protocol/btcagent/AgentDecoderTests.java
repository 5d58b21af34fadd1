package io.stratum.protocol.btcagent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AgentDecoderTests {

	private static final AgentMessage REGISTER = new AgentMessage.RegisterWorker(1, "cgminer/4.11.1", "rig01");

	private static final AgentMessage SHARE = new AgentMessage.SubmitShare(9, 1, 2, 3, OptionalInt.of(4),
			OptionalInt.empty());

	private final AgentDecoder decoder = new AgentDecoder(AgentLayout.BITCOIN, 1024);

	@Test
	void framesMayBeCutAtEveryIndex() throws Exception {
		ByteBuf bytes = frames(REGISTER, SHARE);
		for (int first = 0; first <= bytes.readableBytes(); first++) {
			for (int second = first; second <= bytes.readableBytes(); second++) {
				List<AgentMessage> messages = new ArrayList<>();
				decodeAll(this.decoder, bytes.slice(0, first), messages);
				decodeAll(this.decoder, bytes.slice(first, second - first), messages);
				decodeAll(this.decoder, bytes.slice(second, bytes.readableBytes() - second), messages);
				assertThat(messages).containsExactly(REGISTER, SHARE);
				assertThat(this.decoder.hasPartialFrame()).isFalse();
			}
		}
	}

	@Test
	void stopsAtTheEndOfAFrame() throws Exception {
		ByteBuf bytes = frames(SHARE).writeBytes("{\"id\":1}\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.decoder.decode(bytes)).isEqualTo(SHARE);
		assertThat(bytes.readableBytes()).isEqualTo(9);
		assertThat(this.decoder.hasPartialFrame()).isFalse();
	}

	@Test
	void knowsThatItIsInsideAFrame() throws Exception {
		assertThat(this.decoder.decode(Unpooled.EMPTY_BUFFER)).isNull();
		assertThat(this.decoder.hasPartialFrame()).isFalse();
		assertThat(this.decoder.decode(hex("7f"))).isNull();
		assertThat(this.decoder.hasPartialFrame()).isTrue();
	}

	@Test
	void lengthsShorterThanTheHeaderAreRefused() {
		for (int length = 0; length < 4; length++) {
			ByteBuf frame = hex("7f040" + length + "00");
			AgentDecoder fresh = new AgentDecoder(AgentLayout.BITCOIN, 1024);
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> fresh.decode(frame))
				.withMessage("frame length: " + (frame.getUnsignedShortLE(2)) + " (expected: 4 to 1024)");
		}
	}

	@Test
	void lengthsAroundTheLimit() throws Exception {
		for (int length : new int[] { 1023, 1024 }) {
			ByteBuf bytes = Unpooled.buffer().writeBytes(hex("7f77")).writeShortLE(length).writeZero(length - 4);
			assertThat(this.decoder.decode(bytes)).isInstanceOf(AgentMessage.UnreadableFrame.class);
		}
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.decoder.decode(hex("7f770104")))
			.withMessage("frame length: 1025 (expected: 4 to 1024)");
	}

	@Test
	void otherBytesAreNoFrames() {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.decoder.decode(hex("7b")))
			.withMessage("first byte: 0x7b (expected: 0x7f)");
	}

	@Test
	void nothingIsDecodedAfterAnError() {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.decoder.decode(hex("7f010000")));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.decoder.decode(frames(SHARE)))
			.withMessage("the decoder has failed before");
	}

	@Test
	void goesOnBehindAnUnreadableFrame() throws Exception {
		ByteBuf bytes = Unpooled.wrappedBuffer(hex("7f0205000a"), frames(SHARE));
		assertThat(this.decoder.decode(bytes)).isInstanceOf(AgentMessage.UnreadableFrame.class);
		assertThat(this.decoder.decode(bytes)).isEqualTo(SHARE);
	}

	@Test
	void anyBytesAreAMessageAnErrorOrWaitedFor() {
		Random random = new Random(127);
		int[] commands = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x10, 0x12, 0x13, 0x14, 0x21, 0x22, 0x30 };
		for (int i = 0; i < 30_000; i++) {
			byte[] bytes = new byte[random.nextInt(80)];
			random.nextBytes(bytes);
			if (bytes.length > 4) {
				bytes[0] = 0x7f;
				bytes[1] = (byte) commands[random.nextInt(commands.length)];
				bytes[2] = (byte) (2 + random.nextInt(bytes.length));
				bytes[3] = 0;
			}
			AgentLayout layout = AgentLayout.values()[i % 2];
			List<Object> whole = outcome(layout, bytes, Math.max(1, bytes.length));
			assertThat(outcome(layout, bytes, 1 + random.nextInt(bytes.length + 1))).isEqualTo(whole);
		}
	}

	@Test
	void changedMessagesAreMessagesOrErrors() {
		Random random = new Random(128);
		for (int i = 0; i < 5000; i++) {
			ByteBuf frame = frames(AgentMessageTests.message(random));
			frame.setByte(1 + random.nextInt(frame.readableBytes() - 1), random.nextInt(256));
			byte[] bytes = new byte[frame.readableBytes()];
			frame.readBytes(bytes);
			assertThat(outcome(AgentLayout.BITCOIN, bytes, 3)).isEqualTo(outcome(AgentLayout.BITCOIN, bytes, 1000));
		}
	}

	@Test
	void buffersStayTheCallers() throws Exception {
		ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
		AgentEncoder.encode(REGISTER, bytes);
		assertThat(this.decoder.decode(bytes)).isEqualTo(REGISTER);
		assertThat(bytes.refCnt()).isOne();
		bytes.release();
	}

	private static List<Object> outcome(AgentLayout layout, byte[] bytes, int step) {
		AgentDecoder decoder = new AgentDecoder(layout, 65535);
		List<AgentMessage> messages = new ArrayList<>();
		List<Object> outcome = new ArrayList<>();
		try {
			for (int i = 0; i < bytes.length; i += step) {
				decodeAll(decoder, Unpooled.wrappedBuffer(bytes, i, Math.min(step, bytes.length - i)), messages);
			}
		}
		catch (ProtocolException ex) {
			outcome.add(ex.getMessage());
		}
		outcome.addAll(messages);
		return outcome;
	}

	private static void decodeAll(AgentDecoder decoder, ByteBuf in, List<AgentMessage> messages)
			throws ProtocolException {
		AgentMessage message = decoder.decode(in);
		while (message != null) {
			messages.add(message);
			message = decoder.decode(in);
		}
		assertThat(in.isReadable()).isFalse();
	}

	private static ByteBuf frames(AgentMessage... messages) {
		ByteBuf out = Unpooled.buffer();
		for (AgentMessage message : messages) {
			AgentEncoder.encode(message, out);
		}
		return out;
	}

	private static ByteBuf hex(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
	}

}
