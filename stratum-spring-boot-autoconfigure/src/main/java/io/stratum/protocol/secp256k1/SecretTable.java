package io.stratum.protocol.secp256k1;

/**
 * Field elements in rows of 16, of which one is chosen by a secret index: all of its row
 * are read.
 */
final class SecretTable {

	static final int ROW = 16;

	private static final int LIMBS = 5;

	private final long[] limbs;

	SecretTable(int rows) {
		this.limbs = new long[rows * ROW * LIMBS];
	}

	void put(int row, int index, FieldElement element) {
		element.store(this.limbs, (row * ROW + index) * LIMBS);
	}

	void get(int row, int index, FieldElement result) {
		long l0 = 0;
		long l1 = 0;
		long l2 = 0;
		long l3 = 0;
		long l4 = 0;
		int at = row * ROW * LIMBS;
		for (int i = 0; i < ROW; i++) {
			long mask = (long) (i ^ index) - 1 >> 63;
			l0 |= this.limbs[at] & mask;
			l1 |= this.limbs[at + 1] & mask;
			l2 |= this.limbs[at + 2] & mask;
			l3 |= this.limbs[at + 3] & mask;
			l4 |= this.limbs[at + 4] & mask;
			at += LIMBS;
		}
		result.setLimbs(l0, l1, l2, l3, l4);
	}

}
