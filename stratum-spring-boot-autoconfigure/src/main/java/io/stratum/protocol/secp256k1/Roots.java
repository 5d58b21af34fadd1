package io.stratum.protocol.secp256k1;

/**
 * Square roots by exponentiation, the same time for all elements. As {@code p = 7 mod 8},
 * one of the two roots of a square is a square itself; that is the one meant here.
 */
final class Roots {

	private Roots() {
	}

	/**
	 * The root of a square; worthless for others.
	 */
	static FieldElement of(FieldElement square) {
		return square.times(inverseOf(square));
	}

	/**
	 * The inverse of the root of a square, {@code a^((p - 3) / 4)}. Its square is the
	 * inverse of the square.
	 */
	static FieldElement inverseOf(FieldElement a) {
		FieldElement x2 = power(a, 1, a);
		FieldElement x3 = power(x2, 1, a);
		FieldElement x9 = power(power(x3, 3, x3), 3, x3);
		FieldElement x11 = power(x9, 2, x2);
		FieldElement x22 = power(x11, 11, x11);
		FieldElement x44 = power(x22, 22, x22);
		FieldElement x88 = power(x44, 44, x44);
		FieldElement x223 = power(power(power(x88, 88, x88), 44, x44), 3, x3);
		return power(power(power(x223, 23, x22), 5, a), 3, x2);
	}

	/**
	 * The root of n / d, if that is a square: {@code nd (nd^3)^((p - 3) / 4)}.
	 */
	static FieldElement ofFraction(FieldElement n, FieldElement d) {
		FieldElement product = n.times(d);
		return product.times(inverseOf(product.times(d.square())));
	}

	private static FieldElement power(FieldElement a, int squarings, FieldElement factor) {
		FieldElement power = a.square();
		for (int i = 1; i < squarings; i++) {
			power.setSquare(power);
		}
		return power.setProduct(power, factor);
	}

}
