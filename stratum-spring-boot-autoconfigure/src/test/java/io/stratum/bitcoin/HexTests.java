package io.stratum.bitcoin;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HexTests {

	@Test
	void readsNumbersOfEitherCase() {
		assertThat(Hex.parseNumber("b2957c02", 8)).isEqualTo(0xb2957c02L);
		assertThat(Hex.parseNumber("B2957C02", 8)).isEqualTo(0xb2957c02L);
		assertThat(Hex.parseNumber("fFfFfFfF", 8)).isEqualTo(0xffffffffL);
		assertThat(Hex.parseNumber("00000000", 8)).isZero();
		assertThat(Hex.parseNumber("0", 8)).isZero();
		assertThat(Hex.parseNumber("123456789abcdef", 15)).isEqualTo(0x123456789abcdefL);
	}

	@Test
	void readsNumbersWithoutPadding() {
		Random random = new Random(5);
		for (int i = 0; i < 10_000; i++) {
			int value = random.nextInt() >>> random.nextInt(32);
			assertThat(Hex.parseNumber(Integer.toHexString(value), 8)).isEqualTo(Integer.toUnsignedLong(value));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "000000000", "0x000000", "-0000001", "+0000001", " 0000001", "0000000g", "g", "G",
			"-1", "0x1", " 1", "1 ", "/", ":", "@", "`", "/0000000", ":0000000", "@0000000", "`0000000",
			"0000000\uff11", "\uff11", "0000000\u0661", "\u0661", "\u0141" })
	void refusesWhatIsNoNumber(String text) {
		assertThat(Hex.parseNumber(text, 8)).isEqualTo(-1);
	}

	@Test
	void readsBytes() {
		assertThat(Hex.parseBytes("00fFA591")).containsExactly(0x00, 0xFF, 0xA5, 0x91);
		assertThat(Hex.parseBytes("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "000", "00000", "0g", "g0", "00g0", "000g", "g000", "0x00", "00 0" })
	void refusesWhatIsNoBytes(String text) {
		assertThat(Hex.parseBytes(text)).isNull();
	}

	@Test
	void writesEightDigits() {
		assertThat(Hex.format(0x1fffe000)).isEqualTo("1fffe000");
		assertThat(Hex.format(2)).isEqualTo("00000002");
		assertThat(Hex.format(-1)).isEqualTo("ffffffff");
	}

}
