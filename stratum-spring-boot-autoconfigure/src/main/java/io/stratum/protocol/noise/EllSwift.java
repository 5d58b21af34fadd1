package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.math.BigInteger;

import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
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
final class EllSwift {

	static final int LENGTH = 64;

	private static final int CASES = 8;

	private static final ECFieldElement ONE = fieldElement(1);

	private static final ECFieldElement HALF = fieldElement(2).invert();

	private static final ECFieldElement MINUS_3_SQRT = squareRoot(fieldElement(3).negate());

	private static final ECFieldElement HALF_MINUS_ROOT = ONE.subtract(MINUS_3_SQRT).multiply(HALF);

	private static final ECFieldElement HALF_PLUS_ROOT = ONE.add(MINUS_3_SQRT).multiply(HALF);

	private EllSwift() {
	}

	/**
	 * The point whose x is encoded; which of the two y it has is not defined.
	 * @param bytes where the 64 bytes of the encoding are
	 * @param offset where they begin
	 * @return the point
	 */
	static ECPoint decode(byte[] bytes, int offset) {
		ECFieldElement u = Secp256k1.element(bytes, offset);
		ECFieldElement t = Secp256k1.element(bytes, offset + 32);
		u = u.isZero() ? ONE : u;
		t = t.isZero() ? ONE : t;
		ECFieldElement g = Secp256k1.curveEquation(u);
		ECFieldElement square = t.square();
		if (g.add(square).isZero()) {
			t = t.add(t);
			square = t.square();
		}
		// X = (g - t^2) / 2t and Y = (X + t) / cu = (g + t^2) / 2tcu share one inversion
		ECFieldElement sum = g.add(square);
		ECFieldElement cu = MINUS_3_SQRT.multiply(u);
		ECFieldElement denominator = t.add(t).multiply(cu);
		ECFieldElement inverse = denominator.multiply(sum).invert();
		ECFieldElement y = sum.square().multiply(inverse);
		ECFieldElement ratio = g.subtract(square).multiply(cu).multiply(denominator).multiply(inverse);
		ECFieldElement twiceY = y.add(y);
		return firstOnCurve(u.add(twiceY.square()), ratio.negate().subtract(u).multiply(HALF),
				ratio.subtract(u).multiply(HALF));
	}

	private static ECPoint firstOnCurve(ECFieldElement... candidates) {
		for (ECFieldElement x : candidates) {
			ECFieldElement y = Secp256k1.liftY(x);
			if (y != null) {
				return Secp256k1.CURVE.createPoint(x.toBigInteger(), y.toBigInteger());
			}
		}
		throw new IllegalStateException("One of three candidates is always on the curve");
	}

	/**
	 * A uniformly chosen encoding of a public key.
	 * @param x the affine x of the key
	 * @param random where u (32 bytes) and the case (the low three bits of one byte) of
	 * each attempt come from
	 * @return 64 bytes
	 */
	static byte[] encode(ECFieldElement x, SecureRandom random) {
		byte[] encoding = new byte[LENGTH];
		byte[] u = new byte[32];
		byte[] choice = new byte[1];
		while (true) {
			random.nextBytes(u);
			random.nextBytes(choice);
			ECFieldElement element = Secp256k1.element(u, 0);
			if (element.isZero()) {
				continue;
			}
			ECFieldElement t = inverse(x, element, choice[0] & (CASES - 1));
			if (t != null) {
				System.arraycopy(u, 0, encoding, 0, 32);
				t.encodeTo(encoding, 32);
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
	static @Nullable ECFieldElement inverse(ECFieldElement x, ECFieldElement u, int branch) {
		ECFieldElement g = Secp256k1.curveEquation(u);
		ECFieldElement v;
		ECFieldElement s;
		if ((branch & 2) == 0) {
			if (Secp256k1.isSquare(Secp256k1.curveEquation(x.negate().subtract(u)))) {
				return null;
			}
			v = x;
			s = g.negate().multiply(u.square().add(u.multiply(v)).add(v.square()).invert());
		}
		else {
			s = x.subtract(u);
			boolean usable = !s.isZero() && Secp256k1.isSquare(s);
			ECFieldElement second = !usable ? null : secondCandidate(u, g, s, (branch & 1) != 0);
			if (second == null) {
				return null;
			}
			v = second;
		}
		ECFieldElement w = Secp256k1.squareRoot(s);
		return (w != null) ? solution(u, v, w, branch) : null;
	}

	private static @Nullable ECFieldElement secondCandidate(ECFieldElement u, ECFieldElement g, ECFieldElement s,
			boolean rootMustDiffer) {
		ECFieldElement fourG = g.add(g).add(g).add(g);
		ECFieldElement square = u.square();
		ECFieldElement threeSquares = square.add(square).add(square);
		ECFieldElement r = Secp256k1.squareRoot(s.negate().multiply(fourG.add(s.multiply(threeSquares))));
		if (r == null || (rootMustDiffer && r.isZero())) {
			return null;
		}
		return r.multiply(s.invert()).subtract(u).multiply(HALF);
	}

	private static ECFieldElement solution(ECFieldElement u, ECFieldElement v, ECFieldElement w, int branch) {
		ECFieldElement factor = ((branch & 1) == 0) ? HALF_MINUS_ROOT : HALF_PLUS_ROOT;
		ECFieldElement t = w.multiply(u.multiply(factor).add(v));
		boolean negative = (branch & 5) == 0 || (branch & 5) == 5;
		return negative ? t.negate() : t;
	}

	private static ECFieldElement fieldElement(int value) {
		return Secp256k1.CURVE.fromBigInteger(BigInteger.valueOf(value));
	}

	private static ECFieldElement squareRoot(ECFieldElement value) {
		ECFieldElement root = value.sqrt();
		if (root == null) {
			throw new IllegalStateException("-3 is a square in this field");
		}
		return root;
	}

}
