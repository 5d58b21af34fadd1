package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScalarTests {

	private static final BigInteger N = ReferenceCurve.N;

	@Test
	void digitsAreThoseOfTheOddOneOfKAndItsOpposite() {
		Random random = new Random(260);
		for (int i = 0; i < 500; i++) {
			BigInteger k = (i < 10) ? BigInteger.valueOf(i + 1) : ReferenceCurve.randomScalar(random);
			BigInteger opposite = N.subtract(k);
			assertThat(sum(k)).isEqualTo(k.testBit(0) ? k : opposite).isEqualTo(sum(opposite));
		}
	}

	private static BigInteger sum(BigInteger k) {
		Scalar scalar = Scalar.of(ReferenceCurve.toBytes(k));
		BigInteger sum = BigInteger.ZERO;
		for (int i = Scalar.DIGITS - 1; i >= 0; i--) {
			sum = sum.shiftLeft(1).add(BigInteger.valueOf(2L * scalar.digits(i, 1, 1) - 1));
		}
		return sum;
	}

	@Test
	void takesDigitsAtEqualDistances() {
		// the odd number 2 * 0b1101 + 1 below the highest digit
		Scalar scalar = Scalar.of(ReferenceCurve.toBytes(BigInteger.valueOf(27)));
		assertThat(scalar.digits(0, 1, 5)).isEqualTo(0b01101);
		assertThat(scalar.digits(0, 2, 5)).isEqualTo(0b00011);
		assertThat(scalar.digits(51, 52, 5)).isEqualTo(0b10000);
		assertThat(scalar.digits(1, 3, 2)).isEqualTo(0);
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

}
