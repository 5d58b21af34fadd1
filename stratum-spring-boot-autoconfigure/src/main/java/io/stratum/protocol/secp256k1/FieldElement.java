package io.stratum.protocol.secp256k1;

import org.bouncycastle.math.ec.custom.sec.SecP256K1Field;

/**
 * A number modulo {@code p = 2^256 - 2^32 - 977} in five signed limbs of 52 bits, the
 * lowest first. Limbs may be larger than that and negative: sums and differences are
 * taken limb by limb, and only a product brings them back. The <em>magnitude</em> of a
 * product is 1, that of a sum or difference the sum of those of its operands. It may be
 * up to 15 in a factor, and up to 7 in what is squared.
 * <p>
 * No branch and no index depends on a value, except in {@link #isSquare()}. Mutable: the
 * methods named {@code set} overwrite this element, which may be an operand as well; the
 * others make a new one.
 */
final class FieldElement {

	static final FieldElement ZERO = new FieldElement(0);

	static final FieldElement ONE = new FieldElement(1);

	private static final int LIMB = 52;

	private static final long MASK = (1L << LIMB) - 1;

	/** Bits of the highest limb. */
	private static final int TOP = 48;

	private static final long TOP_MASK = (1L << TOP) - 1;

	/** What 2^256 is. */
	private static final long FOLD = 0x1000003d1L;

	/** What 2^260 is. */
	private static final long LIMB_FOLD = FOLD << 4;

	private long l0;

	private long l1;

	private long l2;

	private long l3;

	private long l4;

	FieldElement() {
	}

	FieldElement(long small) {
		this.l0 = small;
	}

	/**
	 * Reads 32 bytes, big-endian, which need not be less than p.
	 */
	static FieldElement of(byte[] bytes, int offset) {
		return new FieldElement().setWords(Words.read(bytes, offset));
	}

	FieldElement setSum(FieldElement a, FieldElement b) {
		this.l0 = a.l0 + b.l0;
		this.l1 = a.l1 + b.l1;
		this.l2 = a.l2 + b.l2;
		this.l3 = a.l3 + b.l3;
		this.l4 = a.l4 + b.l4;
		return this;
	}

	FieldElement setDifference(FieldElement a, FieldElement b) {
		this.l0 = a.l0 - b.l0;
		this.l1 = a.l1 - b.l1;
		this.l2 = a.l2 - b.l2;
		this.l3 = a.l3 - b.l3;
		this.l4 = a.l4 - b.l4;
		return this;
	}

	FieldElement setMultiple(FieldElement a, int small) {
		this.l0 = a.l0 * small;
		this.l1 = a.l1 * small;
		this.l2 = a.l2 * small;
		this.l3 = a.l3 * small;
		this.l4 = a.l4 * small;
		return this;
	}

	FieldElement setProduct(FieldElement a, FieldElement b) {
		long a0 = a.l0;
		long a1 = a.l1;
		long a2 = a.l2;
		long a3 = a.l3;
		long a4 = a.l4;
		long b0 = b.l0;
		long b1 = b.l1;
		long b2 = b.l2;
		long b3 = b.l3;
		long b4 = b.l4;
		long h0 = high(a0, b0);
		long h1 = high(a0, b1) + high(a1, b0);
		long h2 = high(a0, b2) + high(a1, b1) + high(a2, b0);
		long h3 = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0);
		long h4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
		long h5 = high(a1, b4) + high(a2, b3) + high(a3, b2) + high(a4, b1);
		long h6 = high(a2, b4) + high(a3, b3) + high(a4, b2);
		long h7 = high(a3, b4) + high(a4, b3);
		long h8 = high(a4, b4);
		long d0 = low(a0 * b0, h0);
		long d1 = low(a0 * b1 + a1 * b0, h1) + h0;
		long d2 = low(a0 * b2 + a1 * b1 + a2 * b0, h2) + h1;
		long d3 = low(a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0, h3) + h2;
		long d4 = low(a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0, h4) + h3;
		long d5 = low(a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1, h5) + h4;
		long d6 = low(a2 * b4 + a3 * b3 + a4 * b2, h6) + h5;
		long d7 = low(a3 * b4 + a4 * b3, h7) + h6;
		return reduce(d0, d1, d2, d3, d4, d5, d6, d7, low(a4 * b4, h8) + h7, h8);
	}

	FieldElement setSquare(FieldElement a) {
		long a0 = a.l0;
		long a1 = a.l1;
		long a2 = a.l2;
		long a3 = a.l3;
		long a4 = a.l4;
		long b0 = 2 * a0;
		long b1 = 2 * a1;
		long b2 = 2 * a2;
		long b3 = 2 * a3;
		long h0 = high(a0, a0);
		long h1 = high(b0, a1);
		long h2 = high(b0, a2) + high(a1, a1);
		long h3 = high(b0, a3) + high(b1, a2);
		long h4 = high(b0, a4) + high(b1, a3) + high(a2, a2);
		long h5 = high(b1, a4) + high(b2, a3);
		long h6 = high(b2, a4) + high(a3, a3);
		long h7 = high(b3, a4);
		long h8 = high(a4, a4);
		long d1 = low(b0 * a1, h1) + h0;
		long d2 = low(b0 * a2 + a1 * a1, h2) + h1;
		long d3 = low(b0 * a3 + b1 * a2, h3) + h2;
		long d4 = low(b0 * a4 + b1 * a3 + a2 * a2, h4) + h3;
		long d5 = low(b1 * a4 + b2 * a3, h5) + h4;
		long d6 = low(b2 * a4 + a3 * a3, h6) + h5;
		return reduce(low(a0 * a0, h0), d1, d2, d3, d4, d5, d6, low(b3 * a4, h7) + h6, low(a4 * a4, h8) + h7, h8);
	}

	/**
	 * The product of two limbs without its lowest 52 bits.
	 */
	private static long high(long a, long b) {
		return Math.multiplyHigh(a << 6, b << 6);
	}

	/**
	 * What {@link #high} has left of a sum of products.
	 */
	private static long low(long products, long high) {
		return products - (high << LIMB);
	}

	/**
	 * Folds ten limbs of up to 62 bits into five.
	 */
	private FieldElement reduce(long d0, long d1, long d2, long d3, long d4, long d5, long d6, long d7, long d8,
			long d9) {
		long h5 = Math.multiplyHigh(d5, LIMB_FOLD << 12);
		long h6 = Math.multiplyHigh(d6, LIMB_FOLD << 12);
		long h7 = Math.multiplyHigh(d7, LIMB_FOLD << 12);
		long h8 = Math.multiplyHigh(d8, LIMB_FOLD << 12);
		long h9 = Math.multiplyHigh(d9, LIMB_FOLD << 12);
		long r0 = d0 + low(d5 * LIMB_FOLD, h5);
		long r1 = d1 + low(d6 * LIMB_FOLD, h6) + h5;
		long r2 = d2 + low(d7 * LIMB_FOLD, h7) + h6;
		long r3 = d3 + low(d8 * LIMB_FOLD, h8) + h7;
		long r4 = d4 + low(d9 * LIMB_FOLD, h9) + h8;
		long over = (r4 >> TOP) + (h9 << 4);
		long h = Math.multiplyHigh(over, FOLD << 12);
		this.l0 = (r0 & MASK) + low(over * FOLD, h);
		this.l1 = (r1 & MASK) + (r0 >> LIMB) + h;
		this.l2 = (r2 & MASK) + (r1 >> LIMB);
		this.l3 = (r3 & MASK) + (r2 >> LIMB);
		this.l4 = (r4 & TOP_MASK) + (r3 >> LIMB);
		return this;
	}

	private FieldElement setWords(long[] words) {
		this.l0 = words[0] & MASK;
		this.l1 = (words[0] >>> 52 | words[1] << 12) & MASK;
		this.l2 = (words[1] >>> 40 | words[2] << 24) & MASK;
		this.l3 = (words[2] >>> 28 | words[3] << 36) & MASK;
		this.l4 = words[3] >>> 16;
		return this;
	}

	/**
	 * The least number that this element is, in four words.
	 */
	long[] toWords() {
		FieldElement a = new FieldElement().setSum(this, ZERO);
		long over = a.carry();
		a.l0 += over * FOLD;
		over = a.carry();
		a.l0 += over * FOLD;
		over = a.l0 + FOLD >> LIMB;
		over = a.l1 + over >> LIMB;
		over = a.l2 + over >> LIMB;
		over = a.l3 + over >> LIMB;
		a.l0 += (a.l4 + over >> TOP) * FOLD;
		a.carry();
		return new long[] { a.l0 | a.l1 << 52, a.l1 >>> 12 | a.l2 << 40, a.l2 >>> 24 | a.l3 << 28,
				a.l3 >>> 36 | a.l4 << 16 };
	}

	/**
	 * Brings all limbs to their length and takes away what is above 2^256.
	 */
	private long carry() {
		this.l1 += this.l0 >> LIMB;
		this.l2 += this.l1 >> LIMB;
		this.l3 += this.l2 >> LIMB;
		this.l4 += this.l3 >> LIMB;
		long over = this.l4 >> TOP;
		this.l0 &= MASK;
		this.l1 &= MASK;
		this.l2 &= MASK;
		this.l3 &= MASK;
		this.l4 &= TOP_MASK;
		return over;
	}

	boolean isZero() {
		return Words.isZero(toWords());
	}

	/**
	 * Whether this has a root. Takes a time that depends on the value.
	 */
	boolean isSquare() {
		return Words.isSquare(toWords());
	}

	FieldElement plus(FieldElement other) {
		return new FieldElement().setSum(this, other);
	}

	FieldElement minus(FieldElement other) {
		return new FieldElement().setDifference(this, other);
	}

	FieldElement times(FieldElement other) {
		return new FieldElement().setProduct(this, other);
	}

	FieldElement times(int small) {
		return new FieldElement().setMultiple(this, small);
	}

	FieldElement square() {
		return new FieldElement().setSquare(this);
	}

	/**
	 * What times this is one.
	 * @throws ArithmeticException for zero
	 */
	FieldElement inverse() {
		int[] inverse = Words.toInts(toWords());
		SecP256K1Field.inv(inverse, inverse);
		return new FieldElement().setWords(Words.ofInts(inverse));
	}

	/**
	 * Overwrites this with limbs that {@link #store} has given.
	 */
	void setLimbs(long l0, long l1, long l2, long l3, long l4) {
		this.l0 = l0;
		this.l1 = l1;
		this.l2 = l2;
		this.l3 = l3;
		this.l4 = l4;
	}

	void store(long[] limbs, int offset) {
		limbs[offset] = this.l0;
		limbs[offset + 1] = this.l1;
		limbs[offset + 2] = this.l2;
		limbs[offset + 3] = this.l3;
		limbs[offset + 4] = this.l4;
	}

}
