package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.protocol.ForeignProtocolException;
import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Sv1Decoder}.
 */
class Sv1DecoderTests {

	private static final String SUBMIT = "{\"params\": [\"w.1\", \"1f\", \"00000001\", \"504e86ed\", \"b2957c02\"],"
			+ " \"id\": 4, \"method\": \"mining.submit\"}";

	private static final String CONFIGURE = "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],"
			+ "{\"version-rolling.mask\":\"ffffffff\",\"x\":[null,true,1.5]}]}";

	private static final StratumRequest SUBMITTED = new StratumRequest(4L, "mining.submit",
			List.of("w.1", "1f", "00000001", "504e86ed", "b2957c02"));

	private final Sv1Decoder decoder = new Sv1Decoder(1024);

	@Test
	void decodesMembersInAnyOrder() throws Exception {
		assertThat(decode(SUBMIT + "\n")).containsExactly(SUBMITTED);
	}

	@Test
	void decodesAtEverySplit() throws Exception {
		byte[] bytes = (SUBMIT + "\r\n\r\n" + CONFIGURE + "\n\n" + SUBMIT + "\n").getBytes(StandardCharsets.UTF_8);
		List<Sv1Message> whole = decode(new Sv1Decoder(1024), bytes, bytes.length);
		assertThat(whole).hasSize(3).startsWith(SUBMITTED).endsWith(SUBMITTED);
		for (int split = 1; split < bytes.length; split++) {
			Sv1Decoder split2 = new Sv1Decoder(1024);
			assertThat(decode(split2, bytes, split)).isEqualTo(whole);
			assertThat(split2.hasPartialLine()).isFalse();
		}
	}

	@Test
	void decodesByteByByteFromHeapAndDirectBuffers() throws Exception {
		byte[] bytes = (SUBMIT + "\n" + CONFIGURE + "\n").getBytes(StandardCharsets.UTF_8);
		List<Sv1Message> messages = new ArrayList<>();
		for (int i = 0; i < bytes.length; i++) {
			ByteBuf in = (i % 2 == 0) ? Unpooled.directBuffer(1) : Unpooled.buffer(1);
			in.writeByte(bytes[i]);
			drain(this.decoder, in, messages);
			in.release();
		}
		assertThat(messages).hasSize(2).startsWith(SUBMITTED);
	}

	@Test
	void keepsTheRestOfTheBufferForTheNextCall() throws Exception {
		ByteBuf in = Unpooled.copiedBuffer(SUBMIT + "\n" + SUBMIT + "\n", StandardCharsets.UTF_8);
		assertThat(this.decoder.decode(in)).isEqualTo(SUBMITTED);
		assertThat(in.readableBytes()).isEqualTo(SUBMIT.length() + 1);
		assertThat(this.decoder.decode(in)).isEqualTo(SUBMITTED);
		assertThat(this.decoder.decode(in)).isNull();
	}

	@Test
	void skipsBlankLines() throws Exception {
		assertThat(decode("\n \t\r\n\r\n\n")).isEmpty();
		assertThat(this.decoder.hasPartialLine()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0 })
	void acceptsLineUpToTheLimit(int difference) throws Exception {
		for (String end : List.of("\n", "\r\n")) {
			Sv1Decoder limited = new Sv1Decoder(SUBMIT.length() - difference);
			byte[] bytes = (SUBMIT + end).getBytes(StandardCharsets.UTF_8);
			assertThat(decode(limited, bytes, bytes.length)).containsExactly(SUBMITTED);
			assertThat(decode(limited, bytes, 3)).containsExactly(SUBMITTED);
			assertThat(decode(limited, bytes, SUBMIT.length())).containsExactly(SUBMITTED);
		}
	}

	@Test
	void rejectsLineLongerThanTheLimit() {
		int limit = SUBMIT.length() - 1;
		byte[] bytes = (SUBMIT + "\n").getBytes(StandardCharsets.UTF_8);
		for (int split = 1; split <= bytes.length; split++) {
			int at = split;
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> decode(new Sv1Decoder(limit), bytes, at))
				.withMessage("line length: " + SUBMIT.length() + " (expected: <= " + limit + ")");
		}
	}

	@Test
	void rejectsUnfinishedLineBeforeItsEndArrives() throws Exception {
		Sv1Decoder limited = new Sv1Decoder(10);
		assertThat(limited.decode(Unpooled.copiedBuffer("{123456789", StandardCharsets.UTF_8))).isNull();
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> limited.decode(Unpooled.copiedBuffer("0", StandardCharsets.UTF_8)))
			.withMessage("line length: 11 (expected: <= 10)");
	}

	@Test
	void discardsEverythingAfterAnError() throws Exception {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode("{oops}\n"));
		ByteBuf in = Unpooled.copiedBuffer(SUBMIT + "\n{", StandardCharsets.UTF_8);
		assertThat(this.decoder.decode(in)).isNull();
		assertThat(in.isReadable()).isFalse();
		assertThat(this.decoder.hasPartialLine()).isFalse();
		assertThat(this.decoder.endOfFrame()).isNull();
	}

	@Test
	void takesTheEndOfAFrameAsTheEndOfALine() throws Exception {
		assertThat(decode(SUBMIT)).isEmpty();
		assertThat(this.decoder.hasPartialLine()).isTrue();
		assertThat(this.decoder.endOfFrame()).isEqualTo(SUBMITTED);
		assertThat(this.decoder.endOfFrame()).isNull();
		assertThat(decode(SUBMIT + "\n")).containsExactly(SUBMITTED);
		assertThat(this.decoder.endOfFrame()).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET / HTTP/1.1\r\n", "POST", "HEAD / HTTP/1.0", "\u0016\u0003\u0001", "\u0003\0\0", "junk" })
	void tellsForeignProtocolsByTheirFirstByte(String bytes) {
		assertThatExceptionOfType(ForeignProtocolException.class).isThrownBy(() -> decode(bytes))
			.withMessageMatching("first byte of a line: 0x[0-9a-f]{2} \\(expected: '\\{'\\)");
	}

	@Test
	void junkAfterAMessageIsNotForeign() throws Exception {
		assertThat(decode(SUBMIT + "\n")).hasSize(1);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode("GET"))
			.isNotInstanceOf(ForeignProtocolException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[{}]", "\"text\"", "{", "{]", "{}", "{\"id\":1}", "{\"id\":1,}",
			"{\"id\":[1],\"method\":\"m\"}", "{\"id\":true,\"method\":\"m\"}", "{\"id\":{},\"method\":\"m\"}",
			"{\"method\":5}", "{\"method\":\"m\",\"params\":5}", "{\"method\":\"m\",\"params\":\"x\"}",
			"{\"method\":\"m\"} {}", "{\"method\":\"m\"}}", "{\"method\":\"m\",\"params\":[01]}",
			"{\"method\":\"m\",\"params\":[1.]}", "{\"method\":\"m\",\"params\":[NaN]}",
			"{\"method\":\"m\",\"params\":[+1]}", "{\"method\":\"m\",\"params\":[1,]}",
			"{\"method\":\"m\",\"params\":[1e999]}", "{'method':'m'}", "{\"method\":\"m\t\"}",
			"{\"method\":\"m\u0000\"}", "{\"method\":\"m\\x\"}", "{\"method\":\"m\"/*c*/}",
			"{\"method\":\"m\",\"params\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}",
			"{\"id\":11111111111111111111111111111111111111111111111111111111111111111,\"method\":\"m\"}" })
	void rejectsLineThatIsNoMessage(String line) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(line + "\n"))
			.isNotInstanceOf(ForeignProtocolException.class)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("(expected: ").doesNotContain("jackson"));
	}

	@Test
	void rejectsInvalidUtf8() {
		byte[] bytes = { '{', '"', 'm', 'e', 't', 'h', 'o', 'd', '"', ':', '"', (byte) 0xff, '"', '}', '\n' };
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> decode(new Sv1Decoder(100), bytes, bytes.length));
	}

	@Test
	void keepsIdsAsTheyCame() throws Exception {
		assertThat(id("7")).isEqualTo(7L);
		assertThat(id("-7")).isEqualTo(-7L);
		assertThat(id("\"auth\"")).isEqualTo("auth");
		assertThat(id("null")).isNull();
		assertThat(id("1.5")).isEqualTo(1.5);
		assertThat(id("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
		assertThat(id("9223372036854775808")).isEqualTo(new java.math.BigInteger("9223372036854775808"));
		StratumRequest without = (StratumRequest) decode("{\"method\":\"m\"}\n").get(0);
		assertThat(without.id()).isSameAs(StratumRequest.ABSENT);
		assertThat(without.hasId()).isFalse();
		assertThat(without.positional()).isEmpty();
	}

	@Test
	void takesNullParamsAsNone() throws Exception {
		assertThat(decode("{\"id\":1,\"method\":\"m\",\"params\":null}\n"))
			.containsExactly(new StratumRequest(1L, "m", List.of()));
	}

	@Test
	void decodesObjectParams() throws Exception {
		String line = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"a\",\"pass\":\"x\"}}\n";
		assertThat(decode(line)).containsExactly(new StratumRequest(1L, "login", Map.of("login", "a", "pass", "x")));
	}

	@Test
	void decodesResponses() throws Exception {
		assertThat(decode("{\"id\":42,\"result\":\"pong\",\"error\":null}\n"))
			.containsExactly(new Sv1Response(42L, "pong", null));
		assertThat(decode("{\"id\":\"a\",\"error\":[20,\"no\",null],\"result\":null}\n"))
			.containsExactly(new Sv1Response("a", null, java.util.Arrays.asList(20L, "no", null)));
		assertThat(decode("{\"result\":true}\n")).containsExactly(new Sv1Response(StratumRequest.ABSENT, true, null));
	}

	@Test
	void understandsTheDifficultyInTheMethodName() throws Exception {
		assertThat(decode("{\"id\":1,\"method\":\"mining.suggest_difficulty(42)\",\"params\":[]}\n"))
			.containsExactly(new StratumRequest(1L, "mining.suggest_difficulty", List.of(42.0)));
		StratumRequest odd = (StratumRequest) decode("{\"id\":1,\"method\":\"mining.suggest_difficulty(x)\"}\n").get(0);
		assertThat(odd.method()).isEqualTo("mining.suggest_difficulty(x)");
	}

	@Test
	void decodesEscapesAndUnicode() throws Exception {
		assertThat(decode("{\"id\":\"\\u00e9\\n\",\"method\":\"m\",\"params\":[\"caf\u00e9 \ud83d\ude00\"]}\n"))
			.containsExactly(new StratumRequest("\u00e9\n", "m", List.of("caf\u00e9 \ud83d\ude00")));
	}

	@Test
	void theLastOfEqualMembersCounts() throws Exception {
		assertThat(decode("{\"id\":1,\"method\":\"a\",\"id\":2,\"method\":\"b\"}\n"))
			.containsExactly(new StratumRequest(2L, "b", List.of()));
	}

	private Object id(String json) throws ProtocolException {
		return ((StratumRequest) decode("{\"id\":" + json + ",\"method\":\"m\"}\n").get(0)).id();
	}

	private List<Sv1Message> decode(String text) throws ProtocolException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return decode(this.decoder, bytes, bytes.length);
	}

	private static List<Sv1Message> decode(Sv1Decoder decoder, byte[] bytes, int split) throws ProtocolException {
		List<Sv1Message> messages = new ArrayList<>();
		drain(decoder, Unpooled.wrappedBuffer(bytes, 0, split), messages);
		ByteBuf rest = Unpooled.directBuffer().writeBytes(bytes, split, bytes.length - split);
		try {
			drain(decoder, rest, messages);
		}
		finally {
			rest.release();
		}
		return messages;
	}

	private static void drain(Sv1Decoder decoder, ByteBuf in, List<Sv1Message> messages) throws ProtocolException {
		for (Sv1Message message = decoder.decode(in); message != null; message = decoder.decode(in)) {
			messages.add(message);
		}
		assertThat(in.isReadable()).isFalse();
	}

}
