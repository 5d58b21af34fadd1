package io.stratum.protocol.secp256k1;

import java.security.SecureRandom;

import org.jspecify.annotations.Nullable;

/**
 * The ElligatorSwift encoding of BIP 324: public keys as 64 bytes that look random. Every
 * 64 bytes decode to a key; a key has about 2^256 encodings.
 * <p>
 * Nothing here is secret: what is decoded came over the wire, and what is encoded is a
 * public key whose encoding goes over the wire at once. The time that is taken depends on
 * the public x, on the {@code u} that is sent, and on values of {@code u} that were
 * thrown away and are independent of everything else. So the branches need not be hidden.
 */
public final class EllSwift {

	/** Length of an encoding. */
	public static final int LENGTH = 64;

	private static final int CASES = 8;

	private static final FieldElement SEVEN = new FieldElement(7);

	private static final FieldElement HALF = new FieldElement(2).inverse();

	private static final FieldElement MINUS_3_ROOT = Roots.of(new FieldElement(-3));

	/** (sqrt(-3) - 1) / 2. */
	private static final FieldElement C1 = MINUS_3_ROOT.minus(FieldElement.ONE).times(HALF);

	/** (-sqrt(-3) - 1) / 2. */
	private static final FieldElement C2 = FieldElement.ZERO.minus(C1).minus(FieldElement.ONE);

	private EllSwift() {
	}

	/**
	 * The point that is encoded.
	 * @param bytes where the 64 bytes of the encoding are
	 * @param offset where they begin
	 * @return the point
	 */
	public static XOnlyPoint decode(byte[] bytes, int offset) {
		FieldElement u = orOne(FieldElement.of(bytes, offset));
		FieldElement s = orOne(FieldElement.of(bytes, offset + 32)).square();
		FieldElement g = curveEquation(u, FieldElement.ONE);
		FieldElement sum = g.plus(s);
		if (sum.isZero()) {
			s.setMultiple(s, 4);
			sum = g.plus(s);
		}
		// with s = t^2: Y^2 = -(g + s)^2 / 12 s u^2 and X / Y = sqrt(-3) u (g - s) / (g +
		// s)
		FieldElement d = s.times(u.square()).times(3);
		FieldElement n = d.times(u).minus(sum.square());
		if (isOnCurve(n, d)) {
			return new XOnlyPoint(n, d);
		}
		n = u.times(C2.times(g).plus(C1.times(s)));
		return isOnCurve(n, sum) ? new XOnlyPoint(n, sum) : new XOnlyPoint(u.times(C1.times(g).plus(C2.times(s))), sum);
	}

	private static FieldElement orOne(FieldElement element) {
		return element.isZero() ? FieldElement.ONE : element;
	}

	private static boolean isOnCurve(FieldElement numerator, FieldElement denominator) {
		return curveEquation(numerator, denominator).times(denominator).isSquare();
	}

	/**
	 * The right side of {@code y^2 = x^3 + 7} for a fraction, times the cube of its
	 * denominator.
	 */
	static FieldElement curveEquation(FieldElement numerator, FieldElement denominator) {
		FieldElement cube = denominator.square().times(denominator);
		return numerator.square().times(numerator).plus(cube.times(SEVEN));
	}

	/**
	 * A uniformly chosen encoding of a point.
	 * @param point the point
	 * @param random where u (32 bytes) and the case (the low three bits of one byte) of
	 * each attempt come from
	 * @return 64 bytes
	 */
	public static byte[] encode(XOnlyPoint point, SecureRandom random) {
		FieldElement x = point.x();
		byte[] encoding = new byte[LENGTH];
		byte[] u = new byte[32];
		byte[] choice = new byte[1];
		while (true) {
			random.nextBytes(u);
			random.nextBytes(choice);
			FieldElement element = FieldElement.of(u, 0);
			FieldElement t = element.isZero() ? null : inverse(x, element, choice[0] & (CASES - 1));
			if (t != null) {
				System.arraycopy(u, 0, encoding, 0, 32);
				System.arraycopy(Words.toBytes(t.toWords()), 0, encoding, 32, 32);
				return encoding;
			}
		}
	}

	/**
	 * The t with which u decodes to x by a branch of the map, or null when that branch
	 * has none: {@code xswiftec_inv} of BIP 324.
	 * @param x an x on the curve
	 * @param u not zero
	 * @param branch 0 to 7
	 */
	static @Nullable FieldElement inverse(FieldElement x, FieldElement u, int branch) {
		FieldElement g = curveEquation(u, FieldElement.ONE);
		return ((branch & 2) == 0) ? firstInverse(x, u, g, branch) : secondInverse(x, u, g, branch);
	}

	/**
	 * With v = x and s = -g / (u^2 + uv + v^2).
	 */
	private static @Nullable FieldElement firstInverse(FieldElement x, FieldElement u, FieldElement g, int branch) {
		FieldElement sum = u.plus(x);
		FieldElement d = sum.square().minus(u.times(x));
		FieldElement n = FieldElement.ZERO.minus(g);
		if (isOnCurve(FieldElement.ZERO.minus(sum), FieldElement.ONE) || !n.times(d).isSquare()) {
			return null;
		}
		return solution(u, x, Roots.ofFraction(n, d), branch);
	}

	/**
	 * With s = x - u and v = (r / s - u) / 2, r^2 = -s (4g + 3su^2).
	 */
	private static @Nullable FieldElement secondInverse(FieldElement x, FieldElement u, FieldElement g, int branch) {
		FieldElement s = x.minus(u);
		FieldElement square = s.times(u.square()).times(3).plus(g.times(4)).times(FieldElement.ZERO.minus(s));
		if (s.isZero() || !s.isSquare() || !square.isSquare() || ((branch & 1) != 0 && square.isZero())) {
			return null;
		}
		FieldElement inverseRoot = Roots.inverseOf(s);
		FieldElement v = Roots.of(square).times(inverseRoot.square()).minus(u).times(HALF);
		return solution(u, v, s.times(inverseRoot), branch);
	}

	private static FieldElement solution(FieldElement u, FieldElement v, FieldElement w, int branch) {
		FieldElement factor = ((branch & 1) == 0) ? C1 : C2;
		FieldElement t = w.times(u.times(factor).minus(v));
		boolean negative = (branch & 5) == 1 || (branch & 5) == 4;
		return negative ? FieldElement.ZERO.minus(t) : t;
	}

}
