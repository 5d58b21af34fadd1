package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EllSwiftTests {

	private static final HexFormat HEX = HexFormat.of();

	@Test
	void decodesAsBip324Says() {
		List<String[]> rows = TestVectors.read(getClass(), "bip-0324-ellswift_decode_test_vectors.csv");
		assertThat(rows).hasSize(76);
		for (String[] row : rows) {
			XOnlyPoint point = EllSwift.decode(HEX.parseHex(row[0]), 0);
			assertThat(HEX.formatHex(point.toByteArray())).as(row[0]).isEqualTo(row[1]);
			assertThat(ReferenceCurve.hasPoint(row[1])).isTrue();
		}
	}

	@Test
	void invertsAsBip324Says() {
		List<String[]> rows = TestVectors.read(getClass(), "bip-0324-xswiftec_inv_test_vectors.csv");
		assertThat(rows).hasSize(32);
		for (String[] row : rows) {
			FieldElement u = FieldElement.of(HEX.parseHex(row[0]), 0);
			FieldElement x = FieldElement.of(HEX.parseHex(row[1]), 0);
			for (int branch = 0; branch < 8; branch++) {
				FieldElement t = EllSwift.inverse(x, u, branch);
				String text = (t != null) ? HEX.formatHex(Words.toBytes(t.toWords())) : "";
				assertThat(text).as("u %s case %d", row[0], branch).isEqualTo(row[2 + branch]);
			}
		}
	}

	@Test
	void decodesWhatItEncodes() {
		SecureRandom random = new SecureRandom();
		for (int i = 0; i < 200; i++) {
			XOnlyPoint point = Comb.base().multiply(Scalar.random(random));
			byte[] encoding = EllSwift.encode(point, random);
			assertThat(encoding).hasSize(EllSwift.LENGTH);
			assertThat(EllSwift.decode(encoding, 0).toByteArray()).isEqualTo(point.toByteArray());
		}
	}

	@Test
	void drawsAgainWhenUIsZeroOrHasNoSolution() {
		XOnlyPoint point = Comb.base().multiply(Scalar.of(ReferenceCurve.toBytes(BigInteger.ONE)));
		FieldElement x = point.x();
		byte[] u = new byte[32];
		int good = -1;
		int bad = -1;
		while (good < 0 || bad < 0) {
			u[31]++;
			good = firstBranch(x, u, true);
			bad = firstBranch(x, u, false);
		}
		ScriptedRandom random = new ScriptedRandom().bytes(new byte[32])
			.bytes(new byte[] { 0 })
			.bytes(u)
			.bytes(new byte[] { (byte) bad })
			.bytes(u)
			.bytes(new byte[] { (byte) (good | 0xf8) });
		assertThat(EllSwift.decode(EllSwift.encode(point, random), 0).toByteArray()).isEqualTo(point.toByteArray());
		assertThat(random.isUsedUp()).isTrue();
	}

	private static int firstBranch(FieldElement x, byte[] u, boolean solved) {
		for (int branch = 0; branch < 8; branch++) {
			if ((EllSwift.inverse(x, FieldElement.of(u, 0), branch) != null) == solved) {
				return branch;
			}
		}
		return -1;
	}

	@Test
	void decodesAnyBytes() {
		Random random = new Random(324);
		byte[] bytes = new byte[70];
		for (int i = 0; i < 500; i++) {
			random.nextBytes(bytes);
			byte[] x = EllSwift.decode(bytes, 6).toByteArray();
			assertThat(ReferenceCurve.hasPoint(HEX.formatHex(x))).isTrue();
		}
	}

	@Test
	void decodesTheCaseInWhichTIsDoubled() {
		// u^3 + t^2 + 7 = 0 needs -7 - u^3 to be a square
		int doubled = 0;
		for (int i = 1; i < 20; i++) {
			FieldElement u = new FieldElement(i);
			FieldElement minusG = FieldElement.ZERO.minus(EllSwift.curveEquation(u, FieldElement.ONE));
			if (minusG.isSquare()) {
				FieldElement t = Roots.of(minusG);
				assertThat(EllSwift.decode(bytes(u, t), 0).toByteArray())
					.isEqualTo(EllSwift.decode(bytes(u, t.times(2)), 0).toByteArray());
				doubled++;
			}
		}
		assertThat(doubled).isPositive();
	}

	private static byte[] bytes(FieldElement u, FieldElement t) {
		byte[] bytes = Arrays.copyOf(Words.toBytes(u.toWords()), 64);
		System.arraycopy(Words.toBytes(t.toWords()), 0, bytes, 32, 32);
		return bytes;
	}

}
