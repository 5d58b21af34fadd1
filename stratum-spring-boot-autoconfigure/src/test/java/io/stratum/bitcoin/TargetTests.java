package io.stratum.bitcoin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TargetTests {

	private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

	private final Random random = new Random(7);

	@Test
	void comparesHashesLikeBigIntegers() {
		for (int i = 0; i < 100_000; i++) {
			Target target = Target.of(randomNumber());
			byte[] hash = target.toLittleEndian();
			if (i % 3 != 0) {
				hash[this.random.nextInt(32)] += (byte) (this.random.nextInt(3) - 1);
			}
			boolean expected = number(hash).compareTo(target.toBigInteger()) <= 0;
			assertThat(target.isMetBy(hash)).isEqualTo(expected);
			assertThat(Target.of(number(hash)).compareTo(target) <= 0).isEqualTo(expected);
		}
	}

	@Test
	void isMetByAHashThatIsEqual() {
		assertThat(Target.DIFFICULTY_ONE.isMetBy(Target.DIFFICULTY_ONE.toLittleEndian())).isTrue();
		byte[] above = Target.DIFFICULTY_ONE.toLittleEndian();
		above[0]++;
		assertThat(Target.DIFFICULTY_ONE.isMetBy(above)).isFalse();
		byte[] ones = new byte[32];
		Arrays.fill(ones, (byte) 0xFF);
		assertThat(Target.MAX.isMetBy(ones)).isTrue();
	}

	@Test
	void survivesTheWayThroughNumbersAndBytes() {
		for (int i = 0; i < 10_000; i++) {
			BigInteger value = randomNumber();
			Target target = Target.of(value);
			assertThat(target.toBigInteger()).isEqualTo(value);
			assertThat(Target.of(number(target.toLittleEndian()))).isEqualTo(target).hasSameHashCodeAs(target);
			assertThat(new BigInteger(target.toString(), 16)).isEqualTo(value);
		}
	}

	@Test
	void refusesNumbersOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of(TWO_256));
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of(BigInteger.ONE.negate()));
		assertThat(Target.of(TWO_256.subtract(BigInteger.ONE))).isEqualTo(Target.MAX);
	}

	@ParameterizedTest
	@CsvSource({ "01123456, 12", "02123456, 1234", "03123456, 123456", "04123456, 12345600", "05009234, 92340000",
			"02008000, 80", "20123456, 1234560000000000000000000000000000000000000000000000000000000000",
			"1d00ffff, ffff0000000000000000000000000000000000000000000000000000",
			"207fffff, 7fffff0000000000000000000000000000000000000000000000000000000000" })
	void readsCompactForms(String compact, String expected) {
		assertThat(Target.ofCompact(Integer.parseUnsignedInt(compact, 16)).toBigInteger())
			.isEqualTo(new BigInteger(expected, 16));
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000", "00123456", "01003456", "02000056", "03000000", "04000000", "00923456",
			"01803456", "02800056", "03800000", "04800000", "01fedcba", "04923456", "ff123456", "21123456", "2200ffff",
			"23000001" })
	void refusesCompactFormsThatNoBlockMayHave(String compact) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.ofCompact(Integer.parseUnsignedInt(compact, 16)))
			.withMessageContaining(compact);
	}

	@ParameterizedTest
	@ValueSource(strings = { "01120000", "02123400", "03123456", "04123456", "05009234", "02008000", "20123456",
			"1d00ffff", "207fffff", "1c2ac4af", "2100ffff", "220000ff" })
	void writesTheCompactFormThatItRead(String compact) {
		int nBits = Integer.parseUnsignedInt(compact, 16);
		Target target = Target.ofCompact(nBits);
		assertThat(Target.ofCompact(target.toCompact())).isEqualTo(target);
		if (!compact.startsWith("22")) {
			assertThat(target.toCompact()).isEqualTo(nBits);
		}
	}

	@Test
	void hasTheTargetOfDifficultyOne() {
		assertThat(Target.DIFFICULTY_ONE.toBigInteger()).isEqualTo(BigInteger.valueOf(0xFFFF).shiftLeft(208));
		assertThat(Target.ofDifficulty(1, Target.DIFFICULTY_ONE)).isEqualTo(Target.DIFFICULTY_ONE);
		assertThat(Target.DIFFICULTY_ONE.difficulty(Target.DIFFICULTY_ONE)).isEqualTo(1);
		assertThat(Target.DIFFICULTY_ONE.toCompact()).isEqualTo(0x1d00ffff);
	}

	@Test
	void dividesTheTargetOfDifficultyOneExactly() {
		BigDecimal one = new BigDecimal(Target.DIFFICULTY_ONE.toBigInteger());
		for (int i = 0; i < 10_000; i++) {
			double difficulty = Math.exp(this.random.nextDouble(-25, 80));
			BigInteger expected = one.divide(new BigDecimal(difficulty), 0, RoundingMode.DOWN).toBigInteger();
			assertThat(Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE).toBigInteger())
				.isEqualTo(expected.min(TWO_256.subtract(BigInteger.ONE)));
		}
	}

	@Test
	void findsTheDifficultyThatATargetWasMadeOf() {
		for (int i = 0; i < 10_000; i++) {
			double difficulty = Math.exp(this.random.nextDouble(-20, 60));
			assertThat(Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE).difficulty(Target.DIFFICULTY_ONE))
				.isEqualTo(difficulty);
		}
	}

	@Test
	void clampsTinyDifficulties() {
		assertThat(Target.ofDifficulty(Double.MIN_VALUE, Target.DIFFICULTY_ONE)).isEqualTo(Target.MAX);
		assertThat(Target.ofDifficulty(Double.MIN_NORMAL, Target.DIFFICULTY_ONE)).isEqualTo(Target.MAX);
		assertThat(Target.ofDifficulty(Double.MAX_VALUE, Target.DIFFICULTY_ONE)).isEqualTo(Target.of(BigInteger.ZERO));
		assertThat(Target.of(BigInteger.ZERO).difficulty(Target.DIFFICULTY_ONE)).isInfinite();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void refusesDifficultiesThatAreNone(double difficulty) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE));
	}

	@Test
	void knowsTheDifficultyOfTheGoldenShare() {
		assertThat(Target.ofCompact(0x1c2ac4af).difficulty(Target.DIFFICULTY_ONE)).isCloseTo(5.9855,
				Offset.offset(0.001));
	}

	private BigInteger randomNumber() {
		return new BigInteger(this.random.nextInt(257), this.random);
	}

	private static BigInteger number(byte[] littleEndian) {
		byte[] bigEndian = new byte[32];
		for (int i = 0; i < 32; i++) {
			bigEndian[i] = littleEndian[31 - i];
		}
		return new BigInteger(1, bigEndian);
	}

	@Test
	void findsADifficultyWhoseTargetIsNotEasier() {
		Random random = new Random(5);
		for (int i = 0; i < 10_000; i++) {
			Target target = Target.of(new BigInteger(1 + random.nextInt(256), random));
			double difficulty = target.difficultyWithin(Target.DIFFICULTY_ONE);
			if (difficulty < Double.POSITIVE_INFINITY) {
				assertThat(Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE)).isLessThanOrEqualTo(target);
			}
			assertThat(difficulty).isEqualTo(target.difficulty(Target.DIFFICULTY_ONE),
					Offset.offset(difficulty * 1e-15));
		}
	}

}
