package io.stratum.protocol.btcagent;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AgentMessageTests {

	private static final OptionalInt NONE = OptionalInt.empty();

	private static final OptionalInt TIME = OptionalInt.of(0x504e86ed);

	@Test
	void workers() throws Exception {
		assertFrame("7f 01 1b00 0100 63676d696e65722f342e31312e3100 726967303100",
				new AgentMessage.RegisterWorker(1, "cgminer/4.11.1", "rig01"));
		assertFrame("7f 01 1300 feff 00 5f5f64656661756c745f5f00",
				new AgentMessage.RegisterWorker(0xfffe, "", "__default__"));
		assertFrame("7f 01 0800 ffff 00 00", new AgentMessage.RegisterWorker(0xffff, "", ""));
		assertFrame("7f 04 0600 0100", new AgentMessage.UnregisterWorker(1));
	}

	@Test
	void sharesInTheirFourLayouts() throws Exception {
		assertFrame("7f 03 1300 09 0100 0d0c0b0a 027c95b2 ed864e50",
				new AgentMessage.SubmitShare(9, 1, 0x0a0b0c0d, 0xb2957c02, TIME, NONE));
		assertFrame("7f 13 1700 09 0100 0d0c0b0a 027c95b2 ed864e50 0020c000",
				new AgentMessage.SubmitShare(9, 1, 0x0a0b0c0d, 0xb2957c02, TIME, OptionalInt.of(0x00c02000)));
		assertFrame("7f 12 1300 a9 2211 44332211 ddccbbaa 00001200",
				new AgentMessage.SubmitShare(0xa9, 0x1122, 0x11223344, 0xaabbccdd, NONE, OptionalInt.of(0x00120000)));
		assertFrame("7f 02 0f00 a9 2211 44332211 ddccbbaa",
				new AgentMessage.SubmitShare(0xa9, 0x1122, 0x11223344, 0xaabbccdd, NONE, NONE));
	}

	@Test
	void answersOfThePool() throws Exception {
		assertFrame("7f 05 0b00 0e 0200 0100 3412", new AgentMessage.SetDifficulty(14, List.of(1, 0x1234)));
		assertFrame("7f 05 0700 3f 0000", new AgentMessage.SetDifficulty(63, List.of()));
		assertFrame("7f 10 0a00 0500 87962c6b", new AgentMessage.SubmitResponse(5, AgentStatus.ACCEPTED));
		assertFrame("7f 10 0a00 0600 17000000", new AgentMessage.SubmitResponse(6, AgentStatus.LOW_DIFFICULTY));
	}

	@Test
	void messagesOfEthereum() throws Exception {
		String job = "ab".repeat(32);
		String mixHash = "cd".repeat(32);
		assertFrame("7f 02 2e00 0100 0807060504030201" + job, AgentLayout.ETHEREUM,
				new AgentMessage.SubmitEthereumShare(1, 0x0102030405060708L, job, ""));
		assertFrame("7f 14 4e00 0100 0807060504030201" + job + mixHash, AgentLayout.ETHEREUM,
				new AgentMessage.SubmitEthereumShare(1, 0x0102030405060708L, job, mixHash));
		assertFrame("7f 21 0600 0100", AgentLayout.ETHEREUM, new AgentMessage.AskNoncePrefix(1));
		assertFrame("7f 22 0a00 0100 04030201", AgentLayout.ETHEREUM, new AgentMessage.SetExtranonce(1, 0x01020304));
	}

	@Test
	void layoutsOfSharesAreNotMixed() throws Exception {
		assertThat(decode("7f 13 1700 09 0100 0d0c0b0a 027c95b2 ed864e50 0020c000", AgentLayout.ETHEREUM))
			.isEqualTo(new AgentMessage.UnreadableFrame(0x13, 23, "share of Bitcoin in the layout of Ethereum"));
		assertThat(decode("7f 14 2e00 0100 0807060504030201" + "ab".repeat(32), AgentLayout.BITCOIN))
			.isEqualTo(new AgentMessage.UnreadableFrame(0x14, 46, "mix hash in a share of Bitcoin"));
		assertThat(decode("7f 14 2d00 0100 0807060504030201" + "ab".repeat(31), AgentLayout.ETHEREUM))
			.isEqualTo(new AgentMessage.UnreadableFrame(0x14, 45, "bytes left: 41 (expected: >= 42)"));
	}

	@Test
	void bodiesThatAreNotThoseOfTheirCommandAreUnreadable() throws Exception {
		assertUnreadable("7f 01 0700 0100 00", "bytes left: 3 (expected: >= 4)");
		assertUnreadable("7f 01 0800 0100 6100", "string without NUL");
		assertUnreadable("7f 01 0800 0100 6161", "string without NUL");
		assertUnreadable("7f 01 0900 0100 000061", "bytes left: 1 (expected: 0)");
		assertUnreadable("7f 02 0e00 09 0100 0d0c0b0a 027c95", "bytes left: 10 (expected: 11)");
		assertUnreadable("7f 03 1400 09 0100 0d0c0b0a 027c95b2 ed864e50 00", "bytes left: 16 (expected: 15)");
		assertUnreadable("7f 04 0700 0100 00", "bytes left: 3 (expected: 2)");
		assertUnreadable("7f 05 0600 0e 02", "bytes left: 2 (expected: >= 3)");
		assertUnreadable("7f 05 0b00 0e 0300 0100 3412", "bytes left: 4 (expected: 6)");
		assertUnreadable("7f 05 0b00 0e ffff 0100 3412", "bytes left: 4 (expected: 131070)");
		assertUnreadable("7f 05 0700 40 0000", "exponent: 64 (expected: <= 63)");
		assertUnreadable("7f 10 0900 0500 87962c", "bytes left: 5 (expected: 6)");
		assertUnreadable("7f 7b 0400", "unknown command: 0x7b");
	}

	@Test
	void everySubmitIsKnownAsOne() throws Exception {
		for (int command : new int[] { 0x02, 0x03, 0x12, 0x13, 0x14 }) {
			assertThat(new AgentMessage.UnreadableFrame(command, 4, "").isSubmit()).isTrue();
		}
		for (int command : new int[] { 0x01, 0x04, 0x05, 0x10, 0x21, 0x22, 0x7b }) {
			assertThat(new AgentMessage.UnreadableFrame(command, 4, "").isSubmit()).isFalse();
		}
	}

	@Test
	void difficultiesOfManyWorkersAreSplit() throws Exception {
		for (int count : new int[] { 32763, 32764, 32765, 65535 }) {
			List<Integer> sessions = IntStream.range(0, count).boxed().toList();
			ByteBuf out = Unpooled.buffer();
			AgentEncoder.encode(new AgentMessage.SetDifficulty(10, sessions), out);
			AgentDecoder decoder = new AgentDecoder(AgentLayout.BITCOIN, 65535);
			List<Integer> decoded = new ArrayList<>();
			int frames = 0;
			while (out.isReadable()) {
				AgentMessage.SetDifficulty part = (AgentMessage.SetDifficulty) decoder.decode(out);
				assertThat(part.exponent()).isEqualTo(10);
				assertThat(part.sessions()).hasSizeLessThanOrEqualTo(AgentEncoder.MAX_SESSIONS);
				decoded.addAll(part.sessions());
				frames++;
			}
			assertThat(decoded).isEqualTo(sessions);
			assertThat(frames).isEqualTo((count + 32763) / 32764);
		}
	}

	@Test
	void encodedMessagesDecodeToThemselves() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 5000; i++) {
			AgentMessage message = message(random);
			boolean ethereum = message instanceof AgentMessage.SubmitEthereumShare;
			ByteBuf out = Unpooled.buffer();
			AgentEncoder.encode(message, out);
			AgentLayout layout = ethereum ? AgentLayout.ETHEREUM : AgentLayout.BITCOIN;
			assertThat(decode(ByteBufUtil.hexDump(out), layout)).isEqualTo(message);
		}
	}

	@Test
	void valuesThatDoNotFitAreNotWritten() {
		refuses(new AgentMessage.RegisterWorker(0x10000, "", ""), "U16: 65536 (expected: 0 to 65535)");
		refuses(new AgentMessage.RegisterWorker(1, "a\0b", ""), "character: -1 (expected: 0 to 254)");
		refuses(new AgentMessage.RegisterWorker(1, "\u0100", ""), "character: 255 (expected: 0 to 254)");
		refuses(new AgentMessage.RegisterWorker(1, "a".repeat(65528), ""),
				"frame length: 65536 (expected: 0 to 65535)");
		refuses(new AgentMessage.SetDifficulty(64, List.of(1)), "exponent: 64 (expected: 0 to 63)");
		refuses(new AgentMessage.SubmitShare(256, 1, 0, 0, NONE, NONE), "job: 256 (expected: 0 to 255)");
		refuses(new AgentMessage.SubmitEthereumShare(1, 1, "ab", "cd"), "mix hash length: 1 (expected: 0 or 32)");
		refuses(new AgentMessage.UnreadableFrame(1, 4, ""), "an unreadable frame is never sent");
	}

	@Test
	void fourStatusesMeanAccepted() {
		for (int status : new int[] { 0x6b2c9687, 0x38a5e21d, 0x54c96d6e, 0x662955aa }) {
			assertThat(AgentStatus.isAccepted(status)).isTrue();
		}
		for (int status : new int[] { 0x6d694dad, 0, 21, 23, 37 }) {
			assertThat(AgentStatus.isAccepted(status)).isFalse();
		}
	}

	static AgentMessage message(Random random) {
		int session = random.nextInt(0x10000);
		return switch (random.nextInt(7)) {
			case 0 -> new AgentMessage.RegisterWorker(session, text(random), text(random));
			case 1 -> new AgentMessage.UnregisterWorker(session);
			case 2 -> new AgentMessage.SubmitShare(random.nextInt(256), session, random.nextInt(), random.nextInt(),
					optional(random), optional(random));
			case 3 -> new AgentMessage.SetDifficulty(random.nextInt(64),
					random.ints(random.nextInt(30), 0, 0x10000).boxed().toList());
			case 4 -> new AgentMessage.SubmitResponse(session, random.nextInt());
			case 5 -> random.nextBoolean() ? new AgentMessage.AskNoncePrefix(session)
					: new AgentMessage.SetExtranonce(session, random.nextInt());
			default -> new AgentMessage.SubmitEthereumShare(session, random.nextLong(), "0f".repeat(random.nextInt(40)),
					random.nextBoolean() ? "" : "e1".repeat(32));
		};
	}

	private static OptionalInt optional(Random random) {
		return random.nextBoolean() ? OptionalInt.of(random.nextInt()) : NONE;
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		random.ints(random.nextInt(120), 1, 256).forEach((character) -> text.append((char) character));
		return text.toString();
	}

	private static void refuses(AgentMessage message, String text) {
		ByteBuf out = Unpooled.buffer().writeByte(1);
		assertThatIllegalArgumentException().isThrownBy(() -> AgentEncoder.encode(message, out)).withMessage(text);
		assertThat(out.readableBytes()).isOne();
	}

	private static void assertUnreadable(String frame, String reason) throws ProtocolException {
		byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
		assertThat(decode(frame, AgentLayout.BITCOIN))
			.isEqualTo(new AgentMessage.UnreadableFrame(bytes[1], bytes.length, reason));
	}

	private static void assertFrame(String frame, AgentMessage message) throws ProtocolException {
		assertFrame(frame, AgentLayout.BITCOIN, message);
	}

	private static void assertFrame(String frame, AgentLayout layout, AgentMessage message) throws ProtocolException {
		ByteBuf out = Unpooled.buffer();
		AgentEncoder.encode(message, out);
		assertThat(ByteBufUtil.hexDump(out)).isEqualTo(frame.replace(" ", ""));
		assertThat(decode(frame, layout)).isEqualTo(message);
	}

	private static AgentMessage decode(String frame, AgentLayout layout) throws ProtocolException {
		ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(frame.replace(" ", "")));
		AgentMessage message = new AgentDecoder(layout, 65535).decode(in);
		assertThat(in.isReadable()).isFalse();
		return message;
	}

}
