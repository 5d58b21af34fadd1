package io.stratum.bitcoin;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HexTests {

	@Test
	void readsNumbersOfEightDigitsInBothCases() {
		assertThat(Hex.decodeInt("b2957c02")).isEqualTo(0xb2957c02L);
		assertThat(Hex.decodeInt("B2957C02")).isEqualTo(0xb2957c02L);
		assertThat(Hex.decodeInt("ffffffff")).isEqualTo(0xffffffffL);
		assertThat(Hex.decodeInt("00000000")).isZero();
	}

	@Test
	void readsNumbersWithoutPadding() {
		Random random = new Random(5);
		for (int i = 0; i < 10_000; i++) {
			int value = random.nextInt() >>> random.nextInt(32);
			assertThat(Hex.parseUnsignedInt(Integer.toHexString(value))).isEqualTo(Integer.toUnsignedLong(value));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0000000", "000000000", "0x000000", "-0000001", "+0000001", " 0000001", "0000000g",
			"0000000\uff11", "/0000000", ":0000000", "@0000000", "`0000000", "0000000\u0661" })
	void refusesWhatIsNoNumberOfEightDigits(String text) {
		assertThat(Hex.decodeInt(text)).isEqualTo(-1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "000000000", "g", "-1", "0x1", " 1", "1 " })
	void refusesWhatIsNoNumberOfOneToEightDigits(String text) {
		assertThat(Hex.parseUnsignedInt(text)).isEqualTo(-1);
	}

	@Test
	void readsBytes() {
		byte[] bytes = new byte[4];
		assertThat(Hex.tryDecode("00fFA5z1".replace('z', '9'), bytes)).isTrue();
		assertThat(bytes).containsExactly(0x00, 0xFF, 0xA5, 0x91);
		assertThat(Hex.tryDecode("", new byte[0])).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "000", "00000", "000000", "00g0", "000g", "g000", "0x00", "00 0" })
	void refusesWhatIsNotTwoBytes(String text) {
		assertThat(Hex.tryDecode(text, new byte[2])).isFalse();
	}

}
