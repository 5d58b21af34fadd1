package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScalarTests {

	private static final BigInteger N = ReferenceCurve.N;

	static final BigInteger LAMBDA = new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72",
			16);

	@Test
	void digitsAreThoseOfTwoHalves() {
		Random random = new Random(260);
		for (int i = 0; i < 3000; i++) {
			BigInteger k = (i < 10) ? BigInteger.valueOf(i + 1) : ReferenceCurve.randomScalar(random);
			k = (i % 2 == 0) ? k : N.subtract(k);
			k = (i % 5 == 4) ? k.multiply(LAMBDA).mod(N) : k;
			Scalar scalar = Scalar.of(ReferenceCurve.toBytes(k));
			BigInteger first = sum(scalar, 0);
			BigInteger second = sum(scalar, 1);
			assertThat(first.add(second.multiply(LAMBDA)).mod(N)).isEqualTo(k);
		}
	}

	private static BigInteger sum(Scalar scalar, int half) {
		BigInteger sum = BigInteger.ZERO;
		for (int i = Scalar.DIGITS - 1; i >= 0; i--) {
			sum = sum.shiftLeft(1).add(BigInteger.valueOf(2L * scalar.digits(half, i, 1, 1) - 1));
		}
		return sum;
	}

	@Test
	void takesDigitsAtEqualDistances() {
		Scalar scalar = Scalar.random(new SecureRandom());
		for (int i = 0; i < 26; i++) {
			int expected = 0;
			for (int tooth = 0; tooth < 5; tooth++) {
				expected |= scalar.digits(1, i + 26 * tooth, 1, 1) << tooth;
			}
			assertThat(scalar.digits(1, i, 26, 5)).isEqualTo(expected);
		}
	}

	@Test
	void refusesWhatIsOutOfRange() {
		for (BigInteger k : new BigInteger[] { BigInteger.ZERO, N, N.add(BigInteger.ONE),
				BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> Scalar.of(ReferenceCurve.toBytes(k)))
				.withMessage("the scalar is not between 1 and the order of the curve");
		}
	}

	@Test
	void drawsAgainWhatIsOutOfRange() {
		BigInteger last = N.subtract(BigInteger.ONE);
		ScriptedRandom random = new ScriptedRandom().bytes(new byte[32])
			.bytes(ReferenceCurve.toBytes(N))
			.bytes(ReferenceCurve.toBytes(last));
		Scalar scalar = Scalar.random(random);
		assertThat(random.isUsedUp()).isTrue();
		assertThat(Comb.base().multiply(scalar).toByteArray()).isEqualTo(ReferenceCurve.x(ReferenceCurve.CURVE.getG()));
	}

	@Test
	void subtractsWithBorrow() {
		Random random = new Random(64);
		BigInteger end = BigInteger.ONE.shiftLeft(256);
		for (int i = 0; i < 2000; i++) {
			BigInteger a = new BigInteger(256 - i % 200, random);
			BigInteger b = (i % 3 == 0) ? a.xor(BigInteger.ONE.shiftLeft(i % 256)) : new BigInteger(256, random);
			b = (i % 50 == 0) ? a : b;
			long[] result = Words.read(ReferenceCurve.toBytes(a), 0);
			long borrow = Words.subtract(result, Words.read(ReferenceCurve.toBytes(b), 0), result);
			assertThat(borrow).isEqualTo((a.compareTo(b) < 0) ? 1 : 0);
			assertThat(new BigInteger(1, Words.toBytes(result))).isEqualTo(a.subtract(b).mod(end));
		}
	}

	@Test
	void multipliesWords() {
		Random random = new Random(128);
		for (int i = 0; i < 2000; i++) {
			BigInteger a = new BigInteger(1 + i % 256, random);
			BigInteger b = new BigInteger(256, random).or(BigInteger.ONE.shiftLeft(i % 256).subtract(BigInteger.ONE));
			long[] product = Words.multiply(Words.read(ReferenceCurve.toBytes(a), 0),
					Words.read(ReferenceCurve.toBytes(b), 0));
			BigInteger actual = BigInteger.ZERO;
			for (int word = 7; word >= 0; word--) {
				actual = actual.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(product[word])));
			}
			assertThat(actual).isEqualTo(a.multiply(b));
		}
	}

}
