package io.stratum.protocol.sv1;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HexDigits}.
 */
class HexDigitsTests {

	@Test
	void readsNumbersOfEitherCase() {
		assertThat(HexDigits.parseNumber("0", 8)).isZero();
		assertThat(HexDigits.parseNumber("fFfFfFfF", 8)).isEqualTo(0xffffffffL);
		assertThat(HexDigits.parseNumber("123456789abcdef", 15)).isEqualTo(0x123456789abcdefL);
	}

	@Test
	void refusesEverythingElse() {
		for (String text : new String[] { "", "123456789", "g", "/", ":", "@", "`", "G", "-1", "0x1", " 1", "\uff11",
				"\u0661", "\u0141" }) {
			assertThat(HexDigits.parseNumber(text, 8)).as(text).isEqualTo(-1);
		}
	}

	@Test
	void readsBytes() {
		assertThat(HexDigits.parseBytes("00fFAb")).containsExactly(0, 0xff, 0xab);
		assertThat(HexDigits.parseBytes("")).isEmpty();
		assertThat(HexDigits.parseBytes("0")).isNull();
		assertThat(HexDigits.parseBytes("0g")).isNull();
		assertThat(HexDigits.parseBytes("g0")).isNull();
	}

	@Test
	void writesEightDigits() {
		assertThat(HexDigits.format(0x1fffe000)).isEqualTo("1fffe000");
		assertThat(HexDigits.format(2)).isEqualTo("00000002");
		assertThat(HexDigits.format(-1)).isEqualTo("ffffffff");
	}

}
