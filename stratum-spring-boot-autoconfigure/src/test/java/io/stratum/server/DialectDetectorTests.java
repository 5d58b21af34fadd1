package io.stratum.server;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.server.DialectDetector.Opening;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DialectDetector}.
 */
class DialectDetectorTests {

	private static final int KEY_LENGTH = 64;

	@Test
	void takesAMillionRandomKeysForNoiseAtEveryLength() {
		Random random = new Random(2);
		byte[] key = new byte[KEY_LENGTH];
		ByteBuf bytes = Unpooled.wrappedBuffer(key);
		int mistakes = 0;
		for (int i = 0; i < 1_000_000; i++) {
			random.nextBytes(key);
			Opening opening = Opening.UNDECIDED;
			for (int length = 1; length <= KEY_LENGTH && opening == Opening.UNDECIDED; length++) {
				opening = DialectDetector.detect(bytes.setIndex(0, length), false);
			}
			mistakes += (opening == Opening.NOISE && detect(bytes, KEY_LENGTH) == Opening.NOISE) ? 0 : 1;
		}
		assertThat(mistakes).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { '{', 'G', 'P', 'H', 0x16, 0x7f, '\n', 0 })
	void takesKeysThatBeginLikeSomethingElseForNoise(int first) {
		Random random = new Random(first);
		byte[] key = new byte[KEY_LENGTH];
		for (int i = 0; i < 20_000; i++) {
			random.nextBytes(key);
			key[0] = (byte) first;
			assertThat(decided(key)).isEqualTo(Opening.NOISE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n", "{\"method\":\"a\"}\n",
			"{\"id\":1}\r\n", "{}                \n", "\r\n\r\n {\"id\": 1, \"method\": \"mining.configure\"}\n",
			"GET / HTTP/1.1\r\nHost: pool\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "HEAD /stratum HTTP/1.1\r\n",
			"PROXY TCP4 192.0.2.1 192.0.2.2 5000 3333\r\n", "\t{\"params\": [\"long enough to be text\", \"é\"]}" })
	void recognizesTextAtItsFirstLineOrBefore(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(decided(bytes)).isEqualTo(Opening.TEXT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1}", "hello\n", "{}\n", "\n", "{x}\n", "{\"x\n" })
	void waitsWhileAKeyIsNotImprobable(String text) {
		assertThat(detect(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Opening.UNDECIDED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "h", "{", "\n" })
	void takesAnyTextWhereThereIsNothingElse(String text) {
		ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
		assertThat(DialectDetector.detect(bytes, true)).isEqualTo(Opening.TEXT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000052000002020002000100000007302e302e302e30", "0000000b050000" })
	void recognizesASetupOfTheConnection(String hex) {
		assertThat(decided(HexFormat.of().parseHex(hex))).isEqualTo(Opening.PLAINTEXT_SV2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "000001", "0000005208", "000000520001", "000000520000ff", "7f0104000000" })
	void takesWhatResemblesASetupForNoise(String hex) {
		assertThat(decided(HexFormat.of().parseHex(hex))).isEqualTo(Opening.NOISE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1603010200010001fc0303", "16030300c8010000c4" })
	void recognizesTls(String hex) {
		assertThat(decided(HexFormat.of().parseHex(hex))).isEqualTo(Opening.TLS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1604", "160305", "16030150", "1603010100020000", "16030101000101" })
	void takesWhatResemblesTlsForNoise(String hex) {
		assertThat(decided(HexFormat.of().parseHex(hex))).isEqualTo(Opening.NOISE);
	}

	@Test
	void knowsNothingOfNothing() {
		assertThat(DialectDetector.detect(Unpooled.EMPTY_BUFFER, false)).isEqualTo(Opening.UNDECIDED);
		assertThat(DialectDetector.detect(Unpooled.EMPTY_BUFFER, true)).isEqualTo(Opening.UNDECIDED);
	}

	/**
	 * The first decision when the bytes come one by one, which all greater parts have to
	 * confirm.
	 */
	private static Opening decided(byte[] bytes) {
		ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
		Opening decided = Opening.UNDECIDED;
		for (int length = 1; length <= bytes.length; length++) {
			Opening opening = detect(buffer, length);
			assertThat(opening).isIn(decided, (decided == Opening.UNDECIDED) ? opening : decided);
			decided = opening;
		}
		return decided;
	}

	private static Opening detect(byte[] bytes) {
		return detect(Unpooled.wrappedBuffer(bytes), bytes.length);
	}

	private static Opening detect(ByteBuf bytes, int length) {
		return DialectDetector.detect(bytes.setIndex(0, length), false);
	}

}
