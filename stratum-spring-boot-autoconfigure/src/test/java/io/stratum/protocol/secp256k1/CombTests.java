package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CombTests {

	private static final BigInteger N = ReferenceCurve.N;

	private static final ECPoint G = ReferenceCurve.CURVE.getG();

	private final Random random = new Random(5);

	@Test
	void multipliesTheBasePointAsTheLibraryDoes() {
		for (BigInteger k : scalars()) {
			assertThat(multiply(Comb.base(), k)).as("%s", k).isEqualTo(ReferenceCurve.x(G.multiply(k)));
		}
	}

	@Test
	void multipliesAnyPointAsTheLibraryDoes() {
		for (int i = 0; i < 20; i++) {
			ECPoint point = G.multiply(ReferenceCurve.randomScalar(this.random));
			Comb multiples = Comb.of(fraction(point));
			for (BigInteger k : (i == 0) ? scalars() : scalars().subList(0, 30)) {
				assertThat(multiply(multiples, k)).as("%s", k).isEqualTo(ReferenceCurve.x(point.multiply(k)));
			}
		}
	}

	@Test
	void givesAnExceptionOrTheProductWhereTheLastSumsCouldBeDoubles() {
		List<BigInteger> scalars = new ArrayList<>();
		for (int distance : new int[] { 26, 2 }) {
			for (BigInteger e : sums(distance)) {
				scalars.add(e.mod(N));
				scalars.add(e.shiftLeft(1).mod(N));
				for (BigInteger f : sums(distance)) {
					scalars.add(f.shiftLeft(1).multiply(ScalarTests.LAMBDA).add(e).mod(N));
				}
			}
		}
		Comb multiples = Comb.of(fraction(G));
		Set<BigInteger> exceptions = new HashSet<>();
		for (BigInteger k : scalars) {
			for (Comb comb : List.of(multiples, Comb.base())) {
				try {
					assertThat(multiply(comb, k)).isEqualTo(ReferenceCurve.x(G.multiply(k)));
				}
				catch (ArithmeticException ex) {
					exceptions.add(k);
				}
			}
		}
		assertThat(exceptions).containsExactly(N.subtract(BigInteger.valueOf(598)));
	}

	private static List<BigInteger> sums(int distance) {
		List<BigInteger> sums = new ArrayList<>();
		for (int signs = 0; signs < 32; signs++) {
			BigInteger sum = BigInteger.ZERO;
			for (int tooth = 0; tooth < 5; tooth++) {
				BigInteger power = BigInteger.ONE.shiftLeft(distance * tooth);
				sum = ((signs >> tooth & 1) != 0) ? sum.add(power) : sum.subtract(power);
			}
			sums.add(sum);
		}
		return sums;
	}

	@Test
	void multipliesMultiplesOfThePointByWhatGivesThePoint() {
		for (int i = 1; i < 20; i++) {
			BigInteger k = ReferenceCurve.randomScalar(this.random);
			Comb multiples = Comb.of(fraction(G.multiply(k)));
			assertThat(multiply(multiples, k.modInverse(N))).isEqualTo(ReferenceCurve.x(G));
		}
	}

	@Test
	void doublesAndAdds() {
		BigInteger a = BigInteger.ONE;
		JacobianPoint sum = point(G);
		for (int i = 0; i < 100; i++) {
			sum.twice();
			ECPoint other = G.multiply(ReferenceCurve.randomScalar(this.random));
			sum.add(coordinate(other, true), coordinate(other, false));
			a = a.shiftLeft(1);
			ECPoint expected = G.multiply(a).add(other);
			assertThat(ReferenceCurve.number(sum.x))
				.isEqualTo(ReferenceCurve.number(sum.z.square().times(coordinate(expected, true))));
			assertThat(ReferenceCurve.number(sum.y))
				.isEqualTo(ReferenceCurve.number(sum.z.square().times(sum.z).times(coordinate(expected, false))));
			sum = point(G.multiply(a));
		}
	}

	@Test
	void showsSumsThatTheFormulaDoesNotCover() {
		JacobianPoint sum = point(G);
		sum.add(coordinate(G, true), coordinate(G, false));
		assertThat(sum.z.isZero()).isTrue();
		sum.twice();
		sum.add(coordinate(G, true), coordinate(G, false));
		assertThat(sum.z.isZero()).isTrue();
	}

	private List<BigInteger> scalars() {
		List<BigInteger> scalars = new ArrayList<>();
		for (int i = 1; i <= 8; i++) {
			scalars.add(BigInteger.valueOf(i));
			scalars.add(N.subtract(BigInteger.valueOf(i)));
			scalars.add(N.shiftRight(1).add(BigInteger.valueOf(i - 4)));
		}
		for (int bit = 3; bit < 256; bit++) {
			scalars.add(BigInteger.ONE.shiftLeft(bit));
			scalars.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
			scalars.add(ReferenceCurve.randomScalar(this.random).shiftRight(255 - bit).add(BigInteger.ONE));
		}
		return scalars;
	}

	private static byte[] multiply(Comb multiples, BigInteger k) {
		return multiples.multiply(Scalar.of(ReferenceCurve.toBytes(k))).toByteArray();
	}

	private XOnlyPoint fraction(ECPoint point) {
		FieldElement denominator = ReferenceCurve.element(new BigInteger(256, this.random)).times(3);
		return new XOnlyPoint(denominator.times(coordinate(point, true)), denominator);
	}

	private static JacobianPoint point(ECPoint point) {
		return new JacobianPoint().set(coordinate(point, true), coordinate(point, false), FieldElement.ONE);
	}

	private static FieldElement coordinate(ECPoint point, boolean x) {
		ECPoint affine = point.normalize();
		return FieldElement.of((x ? affine.getAffineXCoord() : affine.getAffineYCoord()).getEncoded(), 0);
	}

}
