package io.stratum.protocol.sv2;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Sv2MessageTests {

	private static final Sv2Limits NO_LIMIT = new Sv2Limits(FrameHeader.MAX_PAYLOAD_LENGTH);

	private static final Target TARGET = Target.of(BigInteger.valueOf(0x0102).shiftLeft(240).add(BigInteger.TEN));

	private static final String TARGET_HEX = "0a" + "00".repeat(29) + "0201";

	private static final Hash256 HASH = Hash256
		.ofInternal(HexFormat.of().parseHex("e59a2ef8d4826b89fe637f3b5322c0f167fd2d3dc88ec568a7c2c8ffd8eb8873"));

	private static final String HASH_HEX = "e59a2ef8d4826b89fe637f3b5322c0f167fd2d3dc88ec568a7c2c8ffd8eb8873";

	@Test
	void setupConnectionOfTheTemplateProvider() throws Exception {
		assertFrame(
				"000000520000" + "020200020001000000" + string("0.0.0.0") + "6121" + string("Bitmain")
						+ string("S9i 13.5") + string("braiins-os-2018-09-22-1-hash") + string("some-device-uuid"),
				new CommonMessage.SetupConnection(CommonMessage.SetupConnection.TEMPLATE_DISTRIBUTION, 2, 2, 1,
						Octets.of("0.0.0.0"), 8545, Octets.of("Bitmain"), Octets.of("S9i 13.5"),
						Octets.of("braiins-os-2018-09-22-1-hash"), Octets.of("some-device-uuid")));
	}

	@Test
	void setupConnectionOfTheTranscript() throws Exception {
		assertFrame("0000002300000002000200" + "04000000093132372e302e302e31ce850676656e646f7202687702667700",
				new CommonMessage.SetupConnection(CommonMessage.SetupConnection.MINING, 2, 2,
						CommonMessage.SetupConnection.REQUIRES_VERSION_ROLLING, Octets.of("127.0.0.1"), 34254,
						Octets.of("vendor"), Octets.of("hw"), Octets.of("fw"), Octets.EMPTY));
	}

	@Test
	void setupConnectionOfEspMiner() throws Exception {
		assertFrame("000000250000" + "000200020000000000093132372e302e302e31b7880662697461786506424d313337300000",
				new CommonMessage.SetupConnection(0, 2, 2, 0, Octets.of("127.0.0.1"), 34999, Octets.of("bitaxe"),
						Octets.of("BM1370"), Octets.EMPTY, Octets.EMPTY));
	}

	@Test
	void otherCommonMessages() throws Exception {
		assertFrame("000001060000" + "020003000000", new CommonMessage.SetupConnectionSuccess(2, 3));
		assertFrame("000001060000" + "020000000000", new CommonMessage.SetupConnectionSuccess(2, 0));
		assertFrame("0000021e0000" + "00000000" + string("protocol-version-mismatch"),
				new CommonMessage.SetupConnectionError(0, Sv2ErrorCode.PROTOCOL_VERSION_MISMATCH));
		assertFrame("008003040000" + "01020304", new CommonMessage.ChannelEndpointChanged(0x04030201));
		assertFrame("000004070000" + string("pool") + "050d", new CommonMessage.Reconnect("pool", 3333));
	}

	@Test
	void openExtendedMiningChannelOfEspMiner() throws Exception {
		assertFrame("000013360000" + "010000000b757365722e776f726b6572a5d46853" + "ff".repeat(32) + "0200",
				new OpenChannelMessage.OpenExtendedMiningChannel(1, Octets.of("user.worker"), 1e12f,
						Target.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)), 2));
	}

	@Test
	void openingOfChannels() throws Exception {
		assertFrame("0000102d0000" + "07000000" + string("a.b1") + "00000000" + TARGET_HEX,
				new OpenChannelMessage.OpenStandardMiningChannel(7, Octets.of("a.b1"), 0f, TARGET));
		assertFrame("000011310000" + "0700000001000000" + TARGET_HEX + "04aabbccdd" + "02000000",
				new OpenChannelMessage.OpenStandardMiningChannelSuccess(7, 1, TARGET, octets("aabbccdd"), 2));
		assertFrame("000012110000" + "07000000" + string("unknown-user"),
				new OpenChannelMessage.OpenMiningChannelError(7, Sv2ErrorCode.UNKNOWN_USER));
		assertFrame("000014330000" + "0700000001000000" + TARGET_HEX + "0800" + "04aabbccdd" + "02000000",
				new OpenChannelMessage.OpenExtendedMiningChannelSuccess(7, 1, TARGET, 8, octets("aabbccdd"), 2));
	}

	@Test
	void changesOfChannels() throws Exception {
		assertFrame("008016280000" + "01000000" + "0000803f" + TARGET_HEX,
				new ChannelMessage.UpdateChannel(1, 1f, TARGET));
		assertFrame("008017170000" + "01000000" + string("invalid-channel-id"),
				new ChannelMessage.UpdateChannelError(1, Sv2ErrorCode.INVALID_CHANNEL_ID));
		assertFrame("008018080000" + "01000000" + string("bye"), new ChannelMessage.CloseChannel(1, "bye"));
		assertFrame("008019070000" + "01000000" + "020102", new ChannelMessage.SetExtranoncePrefix(1, octets("0102")));
		assertFrame("008021240000" + "01000000" + TARGET_HEX, new ChannelMessage.SetTarget(1, TARGET));
		assertFrame("0000250e0000" + "09000000" + "0200" + "01000000" + "ffffffff",
				new ChannelMessage.SetGroupChannel(9, List.of(1, -1)));
	}

	@Test
	void jobs() throws Exception {
		assertFrame("0080152d0000" + "0100000002000000" + "00" + "00000020" + HASH_HEX,
				new JobMessage.NewMiningJob(1, 2, OptionalInt.empty(), 0x20000000, HASH));
		assertFrame("008015310000" + "0100000002000000" + "0100f15365" + "00000020" + HASH_HEX,
				new JobMessage.NewMiningJob(1, 2, OptionalInt.of(1_700_000_000), 0x20000000, HASH));
		assertFrame(
				"00801f380000" + "0100000002000000" + "00" + "00000020" + "01" + "01" + HASH_HEX + "0200" + "aabb"
						+ "0300" + "ccddee",
				new JobMessage.NewExtendedMiningJob(1, 2, OptionalInt.empty(), 0x20000000, true, List.of(HASH),
						octets("aabb"), octets("ccddee")));
		assertFrame("008020300000" + "0100000002000000" + HASH_HEX + "00f15365" + "ffff7f20",
				new JobMessage.SetNewPrevHash(1, 2, HASH, 1_700_000_000, 0x207fffff));
	}

	@Test
	void submitSharesExtendedOfEspMiner() throws Exception {
		assertFrame("00801b1d0000" + "050000000000000007000000efbeadde00f15365000000200401020304",
				new ShareMessage.SubmitSharesExtended(5, 0, 7, 0xdeadbeef, 1_700_000_000, 0x20000000,
						octets("01020304"), Octets.EMPTY));
	}

	@Test
	void shares() throws Exception {
		ShareMessage.SubmitSharesStandard standard = new ShareMessage.SubmitSharesStandard(1, 2, 3, 4, 5, 6);
		assertFrame("00801a180000" + "010000000200000003000000040000000500000006000000", standard);
		assertFrame("00801c140000" + "0100000002000000030000000400000000000080",
				new ShareMessage.SubmitSharesSuccess(1, 2, 3, 0x8000000000000004L));
		assertFrame("00801d140000" + "0100000002000000" + string("stale-share"),
				new ShareMessage.SubmitSharesError(1, 2, Sv2ErrorCode.STALE_SHARE));
	}

	@Test
	void customJobs() throws Exception {
		String payload = "0100000002000000" + "01aa" + "00000020" + HASH_HEX + "00f15365" + "ffff7f20" + "02000000"
				+ "0203e8" + "ffffffff" + "0100" + "00" + "07000000" + "00";
		CustomJobMessage.SetCustomMiningJob job = new CustomJobMessage.SetCustomMiningJob(1, 2, octets("aa"),
				0x20000000, HASH, 1_700_000_000, 0x207fffff, 2, octets("03e8"), -1, octets("00"), 7, List.of());
		assertFrame("008022490000" + payload, job);
		assertFrame("0080230c0000" + "010000000200000003000000",
				new CustomJobMessage.SetCustomMiningJobSuccess(1, 2, 3));
		assertFrame("008024190000" + "0100000002000000" + string("jd-not-supported"),
				new CustomJobMessage.SetCustomMiningJobError(1, 2, Sv2ErrorCode.JD_NOT_SUPPORTED));
		// SRI up to October 2025 does not set the channel bit
		assertThat(decode(hex("000022490000" + payload))).isEqualTo(job);
	}

	@Test
	void negotiationOfExtensions() throws Exception {
		assertFrame("010000080000" + "0100" + "0200" + "02000300",
				new ExtensionMessage.RequestExtensions(1, List.of(2, 3)));
		assertFrame("010001060000" + "0100" + "0100" + "0200",
				new ExtensionMessage.RequestExtensionsSuccess(1, List.of(2)));
		assertFrame("010002080000" + "0100" + "0100" + "0300" + "0000",
				new ExtensionMessage.RequestExtensionsError(1, List.of(3), List.of()));
	}

	@Test
	void numbersAreUnique() {
		Set<String> numbers = new HashSet<>();
		for (Sv2Codec<?> codec : Sv2Codec.all()) {
			assertThat(numbers.add(codec.extensionType() + "/" + codec.messageType())).isTrue();
		}
		assertThat(numbers).hasSize(29);
	}

	@Test
	void encodedMessagesDecodeToThemselves() throws Exception {
		RandomMessages messages = new RandomMessages(2);
		for (Sv2Codec<?> codec : Sv2Codec.all()) {
			for (int i = 0; i < 50; i++) {
				Sv2Message message = messages.next(codec.type());
				ByteBuf frame = encode(message);
				assertThat(frame.getUnsignedByte(2)).isEqualTo((short) codec.messageType());
				assertThat(decode(frame)).isEqualTo(message).hasSameHashCodeAs(message);
			}
		}
	}

	@Test
	void missingBytesAreRefusedAndMoreAreTolerated() throws Exception {
		RandomMessages messages = new RandomMessages(3);
		for (Sv2Codec<?> codec : Sv2Codec.all()) {
			Sv2Message message = messages.next(codec.type());
			if (message instanceof ShareMessage.SubmitSharesExtended share) {
				message = new ShareMessage.SubmitSharesExtended(share.channelId(), 0, 0, 0, 0, 0, share.extranonce(),
						Octets.EMPTY);
			}
			ByteBuf frame = encode(message);
			int length = frame.getUnsignedMediumLE(3);
			for (int cut = 0; cut < length; cut++) {
				ByteBuf shorter = frame.copy(0, 6 + cut).setMediumLE(3, cut);
				assertThatExceptionOfType(ProtocolException.class).as("%s", message).isThrownBy(() -> decode(shorter));
			}
			ByteBuf longer = frame.copy().writeBytes(new byte[3]).setMediumLE(3, length + 3);
			assertThat(decode(longer)).isInstanceOf(codec.type());
			if (!(message instanceof ShareMessage.SubmitSharesExtended)) {
				assertThat(decode(longer.readerIndex(0))).isEqualTo(message);
			}
		}
	}

	@Test
	void unknownMessagesKeepTheirBytes() throws Exception {
		assertFrame("00801e050000" + "0100000009",
				new UnknownMessage(new FrameHeader(0, true, 0x1e, 5), octets("0100000009")));
		assertFrame("030000010000" + "aa", new UnknownMessage(new FrameHeader(3, false, 0, 1), octets("aa")));
		assertThat(decode(hex("030000000000")))
			.isEqualTo(new UnknownMessage(new FrameHeader(3, false, 0, 0), Octets.EMPTY));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> encode(new UnknownMessage(new FrameHeader(3, false, 0, 0), Octets.EMPTY)))
			.withMessage("payload length: 0 (expected: > 0)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new UnknownMessage(new FrameHeader(3, false, 0, 1), Octets.EMPTY));
	}

	@Test
	void aRefusedMessageLeavesTheBufferAsItWas() {
		ByteBuf out = Unpooled.buffer().writeByte(7);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Sv2Encoder.encode(new CommonMessage.Reconnect("x".repeat(256), 1), out));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Sv2Encoder.encode(new CommonMessage.Reconnect("x", 0x10000), out))
			.withMessage("U16: 65536 (expected: 0 to 65535)");
		assertThatIllegalArgumentException().isThrownBy(
				() -> Sv2Encoder.encode(new ChannelMessage.SetExtranoncePrefix(1, Octets.of(new byte[33])), out));
		assertThat(out.readableBytes()).isOne();
	}

	private static void assertFrame(String frame, Sv2Message message) throws ProtocolException {
		assertThat(ByteBufUtil.hexDump(encode(message))).isEqualTo(frame);
		assertThat(decode(hex(frame))).isEqualTo(message);
	}

	private static Sv2Message decode(ByteBuf frame) throws ProtocolException {
		Sv2Message message = new Sv2Decoder(NO_LIMIT).decode(frame);
		assertThat(message).isNotNull();
		assertThat(frame.isReadable()).isFalse();
		return message;
	}

	private static ByteBuf encode(Sv2Message message) {
		ByteBuf out = Unpooled.buffer();
		Sv2Encoder.encode(message, out);
		return out;
	}

	private static ByteBuf hex(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
	}

	private static Octets octets(String hex) {
		return Octets.of(HexFormat.of().parseHex(hex));
	}

	private static String string(String text) {
		return HexFormat.of().toHexDigits((byte) text.length())
				+ HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
	}

}
