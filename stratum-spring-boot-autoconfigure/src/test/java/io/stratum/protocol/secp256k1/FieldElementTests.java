package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FieldElementTests {

	private static final BigInteger P = ReferenceCurve.P;

	private final Random random = new Random(52);

	/**
	 * Numbers at the edges of limbs, words and the field, and some between them; not all
	 * are less than p.
	 */
	private List<BigInteger> numbers() {
		List<BigInteger> numbers = new ArrayList<>();
		BigInteger end = BigInteger.ONE.shiftLeft(256);
		for (int bit : new int[] { 0, 1, 32, 33, 51, 52, 63, 64, 104, 156, 208, 255, 256 }) {
			for (int distance = -2; distance <= 2; distance++) {
				numbers.add(BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(distance)));
			}
		}
		for (int distance = -2; distance <= 2; distance++) {
			numbers.add(P.add(BigInteger.valueOf(distance)));
			numbers.add(P.shiftRight(1).add(BigInteger.valueOf(distance)));
		}
		for (int i = 0; i < 30; i++) {
			numbers.add(new BigInteger(256, this.random));
			numbers.add(end.subtract(BigInteger.ONE).xor(new BigInteger(52, this.random).shiftLeft(52 * (i % 5))));
		}
		numbers.removeIf((number) -> number.signum() < 0 || number.compareTo(end) >= 0);
		return numbers;
	}

	@Test
	void computesAsBigIntegerDoes() {
		for (BigInteger a : numbers()) {
			FieldElement x = ReferenceCurve.element(a);
			check(x, a);
			check(x.square(), a.multiply(a));
			for (BigInteger b : numbers()) {
				FieldElement y = ReferenceCurve.element(b);
				check(x.plus(y), a.add(b));
				check(x.minus(y), a.subtract(b));
				check(x.times(y), a.multiply(b));
				check(x.times(y).minus(y).times(x.times(y)), a.multiply(b).subtract(b).multiply(a.multiply(b)));
			}
		}
	}

	@Test
	void computesUpToTheGreatestMagnitudes() {
		for (BigInteger a : numbers()) {
			FieldElement x = ReferenceCurve.element(a);
			for (int magnitude : new int[] { -15, -7, -1, 1, 7, 15 }) {
				BigInteger multiple = a.multiply(BigInteger.valueOf(magnitude));
				check(x.times(magnitude), multiple);
				check(x.times(magnitude).times(x.times(15)), multiple.multiply(a).multiply(BigInteger.valueOf(15)));
				if (Math.abs(magnitude) < 15) {
					check(x.times(magnitude).square(), multiple.multiply(multiple));
				}
			}
		}
	}

	@Test
	void computesWithTheGreatestLimbsThatAProductCanHave() {
		long[] limbs = { (1L << 53) - 1, (1L << 52) + (1L << 30), (1L << 52) + (1L << 30), (1L << 52) + (1L << 30),
				(1L << 48) + (1L << 11) };
		BigInteger value = BigInteger.ZERO;
		for (int i = 4; i >= 0; i--) {
			value = value.shiftLeft(52).add(BigInteger.valueOf(limbs[i]));
		}
		FieldElement x = new FieldElement();
		x.setLimbs(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);
		check(x, value);
		for (int sign = -1; sign <= 1; sign += 2) {
			BigInteger factor = BigInteger.valueOf(sign * 15);
			check(x.times(15 * sign).times(x.times(15)),
					value.multiply(value).multiply(factor.multiply(BigInteger.valueOf(15))));
			check(x.times(7 * sign).square(), value.multiply(value).multiply(BigInteger.valueOf(49)));
		}
	}

	@Test
	void overwritesItsOperands() {
		FieldElement x = new FieldElement(3);
		check(x.setProduct(x, x), BigInteger.valueOf(9));
		check(x.setSquare(x), BigInteger.valueOf(81));
		check(x.setSum(x, x), BigInteger.valueOf(162));
		check(x.setDifference(x, x), BigInteger.ZERO);
	}

	@Test
	void inverts() {
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(FieldElement.ZERO::inverse);
		for (BigInteger number : numbers()) {
			FieldElement element = ReferenceCurve.element(number);
			if (!element.isZero()) {
				check(element.inverse(), number.modInverse(P));
			}
		}
	}

	@Test
	void knowsSquaresAndTheirRoots() {
		int squares = 0;
		List<BigInteger> numbers = numbers();
		for (int bits = 1; bits < 256; bits++) {
			numbers.add(new BigInteger(bits, this.random));
		}
		for (BigInteger number : numbers) {
			FieldElement element = ReferenceCurve.element(number);
			boolean square = number.modPow(P.shiftRight(1), P).compareTo(BigInteger.ONE) <= 0;
			assertThat(element.isSquare()).as("%s", number).isEqualTo(square);
			if (square) {
				FieldElement root = Roots.of(element);
				check(root.square(), number);
				assertThat(root.isSquare()).isTrue();
				check(root.times(Roots.inverseOf(element)), element.isZero() ? BigInteger.ZERO : BigInteger.ONE);
				squares++;
			}
		}
		assertThat(squares).isBetween(numbers.size() / 3, numbers.size() * 2 / 3);
	}

	@Test
	void takesRootsOfFractions() {
		for (int i = 0; i < 50; i++) {
			FieldElement root = ReferenceCurve.element(new BigInteger(256, this.random)).square();
			FieldElement d = ReferenceCurve.element(new BigInteger(256, this.random));
			FieldElement n = root.square().times(d);
			check(Roots.ofFraction(n, d), ReferenceCurve.number(root));
		}
	}

	@Test
	void isZeroInEveryForm() {
		assertThat(ReferenceCurve.element(P).isZero()).isTrue();
		assertThat(ReferenceCurve.element(P).times(7).isZero()).isTrue();
		assertThat(ReferenceCurve.element(P).times(-7).isZero()).isTrue();
		assertThat(ReferenceCurve.element(P.add(BigInteger.ONE)).isZero()).isFalse();
		assertThat(FieldElement.ONE.minus(ReferenceCurve.element(P.add(BigInteger.ONE))).isZero()).isTrue();
	}

	private static void check(FieldElement element, BigInteger expected) {
		assertThat(ReferenceCurve.number(element)).isEqualTo(expected.mod(P));
	}

}
