package io.stratum.protocol.secp256k1;

import java.util.HexFormat;

/**
 * Multiples of one point that were computed before, to multiply it by secret scalars. Of
 * the 130 digits of each half of a scalar, which are all 1 or -1, five at equal distances
 * (the teeth) are taken at a time: 16 sums of teeth and their negatives are all there can
 * be. The same doublings and additions are made for every scalar, and every sum of the
 * table is read to get one of them: no branch and no index depends on the scalar.
 * <p>
 * The table of the base point has 13 blocks with teeth two digits apart, so there is one
 * doubling. Others have one block with teeth 26 digits apart.
 * <p>
 * The formula of additions does not cover doubling. Whether one would have to double
 * depends on the scalar alone, not on the point, and it is a handful of scalars out of
 * 2^256; for those there is an exception, never a wrong product. Immutable.
 */
public final class Comb {

	private static final int TEETH = 5;

	private static final int SUMS = SecretTable.ROW;

	private static final int BLOCKS_OF_BASE = 13;

	private static final FieldElement BETA = ofHex("7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee");

	private static final Comb BASE = new Comb(
			new JacobianPoint().set(ofHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
					ofHex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"), FieldElement.ONE),
			FieldElement.ONE, BLOCKS_OF_BASE);

	private final int blocks;

	private final int distance;

	/** For each block a row of x, one of x times beta, and one of y. */
	private final SecretTable table;

	/** What x of the table have to be divided by. */
	private final FieldElement scale;

	private Comb(JacobianPoint point, FieldElement scale, int blocks) {
		this.blocks = blocks;
		this.distance = Scalar.DIGITS / TEETH / blocks;
		this.table = new SecretTable(3 * blocks);
		JacobianPoint[] teeth = teeth(point);
		FieldElement z = JacobianPoint.shareZ(teeth);
		JacobianPoint[] sums = sums(teeth);
		z = z.times(JacobianPoint.shareZ(sums));
		this.scale = scale.times(z.square());
		for (int i = 0; i < sums.length; i++) {
			int row = i / SUMS * 3;
			this.table.put(row, i % SUMS, sums[i].x);
			this.table.put(row + 1, i % SUMS, sums[i].x.times(BETA));
			this.table.put(row + 2, i % SUMS, sums[i].y);
		}
	}

	private static FieldElement ofHex(String hex) {
		return FieldElement.of(HexFormat.of().parseHex(hex), 0);
	}

	/**
	 * The multiples of the base point.
	 * @return the table that all share
	 */
	public static Comb base() {
		return BASE;
	}

	/**
	 * The multiples of a point. Takes about as long as one multiplication, and no root:
	 * with {@code x = n / d} and {@code v = n^3 + 7 d^3}, {@code (n v, v^2)} is a point
	 * of a curve like this one on which x are larger by the factor {@code v d}.
	 * @param point the point
	 * @return the table
	 */
	public static Comb of(XOnlyPoint point) {
		FieldElement n = point.numerator();
		FieldElement d = point.denominator();
		FieldElement v = EllSwift.curveEquation(n, d);
		return new Comb(new JacobianPoint().set(n.times(v), v.square(), FieldElement.ONE), v.times(d), 1);
	}

	/**
	 * Multiplies the point.
	 * @param scalar the factor, random
	 * @return the product
	 */
	public XOnlyPoint multiply(Scalar scalar) {
		FieldElement x = new FieldElement();
		FieldElement y = new FieldElement();
		JacobianPoint sum = new JacobianPoint();
		for (int column = this.distance - 1; column >= 0; column--) {
			if (column < this.distance - 1) {
				sum.twice();
			}
			for (int i = 2 * this.blocks - 1; i >= 0; i--) {
				choose(scalar, i & 1, i >>> 1, column, x, y);
				if (i == 2 * this.blocks - 1 && column == this.distance - 1) {
					sum.set(x, y, FieldElement.ONE);
				}
				else {
					sum.add(x, y);
				}
			}
		}
		return new XOnlyPoint(sum.x, sum.z.square().times(this.scale));
	}

	private void choose(Scalar scalar, int half, int block, int column, FieldElement x, FieldElement y) {
		int digits = scalar.digits(half, block * TEETH * this.distance + column, this.distance, TEETH);
		int negative = (digits >>> TEETH - 1) - 1;
		int index = (digits ^ negative) & SUMS - 1;
		this.table.get(3 * block + half, index, x);
		this.table.get(3 * block + 2, index, y);
		y.setMultiple(y, negative | 1);
	}

	/**
	 * For each tooth its power of two times the point, and the double of that.
	 */
	private JacobianPoint[] teeth(JacobianPoint point) {
		JacobianPoint[] teeth = new JacobianPoint[2 * TEETH * this.blocks];
		for (int i = 0; i < teeth.length; i += 2) {
			teeth[i] = point.copy();
			point.twice();
			teeth[i + 1] = point.copy();
			for (int j = 1; j < this.distance; j++) {
				point.twice();
			}
		}
		return teeth;
	}

	/**
	 * For each block the sums in which the highest tooth is positive, and the others are
	 * where a bit of the index is set.
	 */
	private JacobianPoint[] sums(JacobianPoint[] teeth) {
		JacobianPoint[] sums = new JacobianPoint[this.blocks * SUMS];
		for (int block = 0; block < this.blocks; block++) {
			int first = block * 2 * TEETH;
			JacobianPoint sum = teeth[first + 2 * TEETH - 2].copy();
			for (int tooth = TEETH - 2; tooth >= 0; tooth--) {
				JacobianPoint point = teeth[first + 2 * tooth];
				sum.add(point.x, FieldElement.ZERO.minus(point.y));
			}
			sums[block * SUMS] = sum;
			for (int i = 1; i < SUMS; i++) {
				int bit = Integer.highestOneBit(i);
				JacobianPoint twice = teeth[first + 2 * Integer.numberOfTrailingZeros(bit) + 1];
				sum = sums[block * SUMS + i - bit].copy();
				sum.add(twice.x, twice.y);
				sums[block * SUMS + i] = sum;
			}
		}
		return sums;
	}

}
