package io.stratum.protocol.secp256k1;

/**
 * A point that is not zero on a curve {@code y^2 = x^3 + b}, as {@code (x / z^2, y /
 * z^3)}. No formula contains b. Mutable, and carries the work space of its methods; they
 * take the same steps for all points. A sum of a point with itself or its negative is
 * beyond the formula and gives z = 0, which stays zero from then on.
 */
final class JacobianPoint {

	final FieldElement x = new FieldElement();

	final FieldElement y = new FieldElement();

	final FieldElement z = new FieldElement();

	private final FieldElement a = new FieldElement();

	private final FieldElement b = new FieldElement();

	private final FieldElement c = new FieldElement();

	private final FieldElement d = new FieldElement();

	/**
	 * Overwrites this with another; no magnitude changes.
	 */
	JacobianPoint set(FieldElement x, FieldElement y, FieldElement z) {
		this.x.setSum(x, FieldElement.ZERO);
		this.y.setSum(y, FieldElement.ZERO);
		this.z.setSum(z, FieldElement.ZERO);
		return this;
	}

	JacobianPoint copy() {
		return new JacobianPoint().set(this.x, this.y, this.z);
	}

	/**
	 * Doubles this point. The magnitudes of the result are 5, 3 and 2.
	 */
	void twice() {
		FieldElement slope = this.a.setSquare(this.x);
		slope.setMultiple(slope, 3);
		this.z.setProduct(this.z, this.y);
		this.z.setMultiple(this.z, 2);
		FieldElement square = this.b.setSquare(this.y);
		square.setMultiple(square, 2);
		FieldElement s = this.c.setProduct(this.x, square);
		s.setMultiple(s, 2);
		this.x.setSquare(slope);
		this.x.setDifference(this.x, s);
		this.x.setDifference(this.x, s);
		s.setDifference(s, this.x);
		this.y.setProduct(slope, s);
		square.setSquare(square);
		square.setMultiple(square, 2);
		this.y.setDifference(this.y, square);
	}

	/**
	 * Adds a point with z = 1 and coordinates of magnitude 1. The magnitudes of the
	 * result are 4, 2 and 1.
	 */
	void add(FieldElement otherX, FieldElement otherY) {
		FieldElement square = this.a.setSquare(this.z);
		FieldElement h = this.b.setProduct(otherX, square);
		h.setDifference(h, this.x);
		FieldElement r = this.c.setProduct(square, this.z);
		r.setProduct(r, otherY);
		r.setDifference(r, this.y);
		this.z.setProduct(this.z, h);
		square.setSquare(h);
		FieldElement v = this.d.setProduct(this.x, square);
		FieldElement cube = h.setProduct(h, square);
		this.x.setSquare(r);
		this.x.setDifference(this.x, cube);
		this.x.setDifference(this.x, v);
		this.x.setDifference(this.x, v);
		v.setDifference(v, this.x);
		r.setProduct(r, v);
		this.y.setProduct(this.y, cube);
		this.y.setDifference(r, this.y);
	}

	/**
	 * Overwrites points with others of z = 1 on the curve that is this one stretched by
	 * the product of all z.
	 * @return that product: x on this curve is x there, divided by its square
	 */
	static FieldElement shareZ(JacobianPoint[] points) {
		FieldElement product = FieldElement.ONE;
		FieldElement[] before = new FieldElement[points.length];
		for (int i = 0; i < points.length; i++) {
			before[i] = product;
			product = product.times(points[i].z);
		}
		FieldElement after = FieldElement.ONE;
		for (int i = points.length - 1; i >= 0; i--) {
			JacobianPoint point = points[i];
			FieldElement others = before[i].times(after);
			FieldElement square = others.square();
			after = after.times(point.z);
			point.set(point.x.times(square), point.y.times(square.times(others)), FieldElement.ONE);
		}
		return product;
	}

}
