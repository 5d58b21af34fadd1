package io.stratum.protocol.secp256k1;

/**
 * A point of the curve of which only the x is known, as a fraction: a division is worth
 * avoiding. Immutable.
 */
public final class XOnlyPoint {

	private final FieldElement numerator;

	private final FieldElement denominator;

	XOnlyPoint(FieldElement numerator, FieldElement denominator) {
		this.numerator = numerator;
		this.denominator = denominator;
	}

	FieldElement numerator() {
		return this.numerator;
	}

	FieldElement denominator() {
		return this.denominator;
	}

	/**
	 * The same point without a fraction, after which its x costs nothing.
	 * @return the point
	 * @throws ArithmeticException if the point is a product that {@link Comb} does not
	 * cover
	 */
	public XOnlyPoint divided() {
		return new XOnlyPoint(x(), FieldElement.ONE);
	}

	/**
	 * The x itself, the same time for all points.
	 * @throws ArithmeticException if the point is a product that {@link Comb} does not
	 * cover
	 */
	FieldElement x() {
		boolean divided = this.denominator == FieldElement.ONE;
		return divided ? this.numerator : this.numerator.times(this.denominator.inverse());
	}

	/**
	 * The x as bytes, the same time for all points.
	 * @return 32 bytes, big-endian
	 * @throws ArithmeticException if the point is a product that {@link Comb} does not
	 * cover
	 */
	public byte[] toByteArray() {
		return Words.toBytes(x().toWords());
	}

}
