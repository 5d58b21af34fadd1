package io.stratum.protocol.sv2;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Sv2DecoderTests {

	private static final Sv2Message SHARE = new ShareMessage.SubmitSharesStandard(1, 2, 3, 4, 5, 6);

	private static final Sv2Message CLOSE = new ChannelMessage.CloseChannel(1, "done");

	@Test
	void messagesMayBeCutAtEveryIndex() throws Exception {
		ByteBuf bytes = frames(SHARE, CLOSE);
		for (int first = 0; first <= bytes.readableBytes(); first++) {
			for (int second = first; second <= bytes.readableBytes(); second++) {
				Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_MINING);
				List<Sv2Message> messages = new ArrayList<>();
				decodeAll(decoder, bytes.slice(0, first), messages);
				decodeAll(decoder, bytes.slice(first, second - first), messages);
				decodeAll(decoder, bytes.slice(second, bytes.readableBytes() - second), messages);
				assertThat(messages).containsExactly(SHARE, CLOSE);
			}
		}
	}

	@Test
	void messagesMayComeByteByByte() throws Exception {
		ByteBuf bytes = frames(SHARE, CLOSE, SHARE);
		Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_MINING);
		List<Sv2Message> messages = new ArrayList<>();
		while (bytes.isReadable()) {
			decodeAll(decoder, bytes.readSlice(1), messages);
		}
		assertThat(messages).containsExactly(SHARE, CLOSE, SHARE);
	}

	@Test
	void headersAreLittleEndian() {
		FrameHeader header = FrameHeader.decode(hex("010203040506"));
		assertThat(header).isEqualTo(new FrameHeader(0x0201, false, 3, 0x060504));
		assertThat(FrameHeader.decode(hex("01801a180000"))).isEqualTo(new FrameHeader(1, true, 0x1a, 24));
		ByteBuf out = Unpooled.buffer();
		header.encode(out);
		assertThat(out).isEqualTo(hex("010203040506"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FrameHeader(0x8000, false, 0, 0))
			.withMessage("extension type: 32768 (expected: 0 to 32767)");
		assertThatIllegalArgumentException().isThrownBy(() -> new FrameHeader(0, false, 0x100, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new FrameHeader(0, false, 0, 0x1000000));
	}

	@Test
	void theGreatestLengthIsRefusedWithTheHeader() {
		Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(hex("000000ffffff")))
			.withMessage("payload length: 16777215 (expected: <= 2048)");
	}

	@Test
	void lengthsAroundTheLimit() throws Exception {
		for (int length : new int[] { 1023, 1024 }) {
			ByteBuf frame = unknown(length).writeBytes(new byte[length]);
			assertThat(new Sv2Decoder(Sv2Limits.SERVER_MINING).decode(frame)).isInstanceOf(UnknownMessage.class);
		}
		ByteBuf longer = unknown(1025);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> new Sv2Decoder(Sv2Limits.SERVER_MINING).decode(longer));
	}

	@Test
	void limitsFollowTheState() throws Exception {
		Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);
		ByteBuf frame = unknown(70_000);
		decoder.setLimits(Sv2Limits.SERVER_WORK_SELECTION);
		assertThat(decoder.decode(frame)).isNull();
		assertThat(Sv2Limits.SERVER_MINING.atMost(500)).isEqualTo(new Sv2Limits(500));
		assertThat(Sv2Limits.SERVER_MINING.atMost(5000)).isSameAs(Sv2Limits.SERVER_MINING);
		assertThatIllegalArgumentException().isThrownBy(() -> new Sv2Limits(0x1000000));
	}

	@Test
	void theGreatestLegalMessagesFitTheirLimits() throws Exception {
		Octets text = Octets.of(new byte[255]);
		Sv2Message setup = new CommonMessage.SetupConnection(0, 2, 2, 0, text, 1, text, text, text, text);
		assertThat(frames(setup).readableBytes() - 6).isEqualTo(1291);
		assertThat(new Sv2Decoder(Sv2Limits.SERVER_SETUP).decode(frames(setup))).isEqualTo(setup);
		List<Integer> channels = Collections.nCopies(65535, 7);
		Sv2Message group = new ChannelMessage.SetGroupChannel(1, channels);
		assertThat(new Sv2Decoder(Sv2Limits.CLIENT_MINING).decode(frames(group))).isEqualTo(group);
		RandomMessages random = new RandomMessages(1);
		CustomJobMessage.SetCustomMiningJob job = random.next(CustomJobMessage.SetCustomMiningJob.class);
		Sv2Message custom = new CustomJobMessage.SetCustomMiningJob(1, 2, text, 3, job.prevHash(), 4, 5, 6, text, 7,
				Octets.of(new byte[65535]), 8, Collections.nCopies(255, job.prevHash()));
		assertThat(frames(custom).readableBytes() - 6).isEqualTo(74274);
		assertThat(new Sv2Decoder(Sv2Limits.SERVER_WORK_SELECTION).decode(frames(custom))).isEqualTo(custom);
	}

	@Test
	void memoryGrowsWithTheBytesThatCame() throws Exception {
		Sv2Decoder decoder = new Sv2Decoder(new Sv2Limits(0xffffff));
		assertThat(decoder.decode(hex("00007fffffff"))).isNull();
		assertThat(keptCapacity(decoder)).isZero();
		assertThat(decoder.decode(hex("00".repeat(100)))).isNull();
		assertThat(keptCapacity(decoder)).isLessThanOrEqualTo(200);
	}

	@Test
	void nothingIsDecodedAfterAnError() {
		Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_MINING);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(hex("00801a010000ff")));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decoder.decode(frames(SHARE)))
			.withMessage("the decoder has failed before");
	}

	@Test
	void anyBytesAreAMessageAnErrorOrWaitedFor() {
		RandomMessages random = new RandomMessages(16);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = random.bytes(random.number(120));
			if (bytes.length > 6) {
				bytes[0] = (byte) random.number(2);
				bytes[1] = (byte) (random.number(2) << 7);
				bytes[2] = (byte) random.number(0x27);
				bytes[3] = (byte) random.number(bytes.length);
				bytes[4] = 0;
				bytes[5] = 0;
			}
			List<Object> whole = outcome(bytes, bytes.length);
			assertThat(outcome(bytes, 1 + random.number(bytes.length + 1))).isEqualTo(whole);
		}
	}

	@Test
	void changedMessagesAreMessagesOrErrors() {
		RandomMessages random = new RandomMessages(17);
		for (Sv2Codec<?> codec : Sv2Codec.all()) {
			for (int i = 0; i < 100; i++) {
				ByteBuf frame = frames(random.next(codec.type()));
				byte[] bytes = new byte[frame.readableBytes()];
				frame.readBytes(bytes);
				bytes[6 + random.number(Math.min(bytes.length - 6, 60))] = (byte) random.number(0x100);
				assertThat(outcome(bytes, bytes.length)).hasSize(1).isEqualTo(outcome(bytes, 7));
			}
		}
	}

	@Test
	void buffersStayTheCallers() throws Exception {
		ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
		Sv2Encoder.encode(CLOSE, bytes);
		assertThat(new Sv2Decoder(Sv2Limits.SERVER_MINING).decode(bytes)).isEqualTo(CLOSE);
		assertThat(bytes.refCnt()).isOne();
		bytes.release();
	}

	private static List<Object> outcome(byte[] bytes, int step) {
		Sv2Decoder decoder = new Sv2Decoder(new Sv2Limits(0xffffff));
		List<Object> outcome = new ArrayList<>();
		List<Sv2Message> messages = new ArrayList<>();
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

	private static void decodeAll(Sv2Decoder decoder, ByteBuf in, List<Sv2Message> messages) throws ProtocolException {
		Sv2Message message = decoder.decode(in);
		while (message != null) {
			messages.add(message);
			message = decoder.decode(in);
		}
		assertThat(in.isReadable()).isFalse();
	}

	private static ByteBuf frames(Sv2Message... messages) {
		ByteBuf out = Unpooled.buffer();
		for (Sv2Message message : messages) {
			Sv2Encoder.encode(message, out);
		}
		return out;
	}

	private static ByteBuf unknown(int length) {
		return Unpooled.buffer().writeShortLE(0).writeByte(0x7f).writeMediumLE(length);
	}

	private static int keptCapacity(Sv2Decoder decoder) throws ReflectiveOperationException {
		Field field = Sv2Decoder.class.getDeclaredField("payload");
		field.setAccessible(true);
		return ((byte[]) field.get(decoder)).length;
	}

	private static ByteBuf hex(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
	}

}
