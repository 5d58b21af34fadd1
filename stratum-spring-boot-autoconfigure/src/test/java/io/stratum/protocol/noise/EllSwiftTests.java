package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EllSwiftTests {

	private static final HexFormat HEX = HexFormat.of();

	@Test
	void decodesAsBip324Says() {
		List<String[]> rows = TestVectors.read("bip-0324-ellswift_decode_test_vectors.csv");
		assertThat(rows).hasSize(76);
		for (String[] row : rows) {
			ECPoint point = EllSwift.decode(HEX.parseHex(row[0]), 0);
			assertThat(HEX.formatHex(Secp256k1.affineX(point).getEncoded())).as(row[0]).isEqualTo(row[1]);
			assertThat(point.isValid()).isTrue();
		}
	}

	@Test
	void invertsAsBip324Says() {
		List<String[]> rows = TestVectors.read("bip-0324-xswiftec_inv_test_vectors.csv");
		assertThat(rows).hasSize(32);
		for (String[] row : rows) {
			ECFieldElement u = Secp256k1.element(HEX.parseHex(row[0]), 0);
			ECFieldElement x = Secp256k1.element(HEX.parseHex(row[1]), 0);
			for (int branch = 0; branch < 8; branch++) {
				ECFieldElement t = EllSwift.inverse(x, u, branch);
				String text = (t != null) ? HEX.formatHex(t.getEncoded()) : "";
				assertThat(text).as("u %s case %d", row[0], branch).isEqualTo(row[2 + branch]);
			}
		}
	}

	@Test
	void decodesWhatItEncodes() {
		SecureRandom random = new SecureRandom();
		for (int i = 0; i < 200; i++) {
			ECFieldElement x = Secp256k1.affineX(Secp256k1.multiplyBase(Secp256k1.randomScalar(random)));
			byte[] encoding = EllSwift.encode(x, random);
			assertThat(encoding).hasSize(EllSwift.LENGTH);
			assertThat(EllSwift.decode(encoding, 0).getAffineXCoord()).isEqualTo(x);
		}
	}

	@Test
	void drawsAgainWhenUIsZeroOrHasNoSolution() {
		ECFieldElement x = Secp256k1.G.getAffineXCoord();
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
		assertThat(EllSwift.decode(EllSwift.encode(x, random), 0).getAffineXCoord()).isEqualTo(x);
		assertThat(random.isUsedUp()).isTrue();
	}

	@Test
	void knowsSquares() {
		Random random = new Random(256);
		int squares = 0;
		for (int i = 0; i < 3000; i++) {
			int bits = (i < 1000) ? i / 4 : 256;
			BigInteger number = (i < 300) ? BigInteger.ONE.shiftLeft(i) : new BigInteger(bits, random);
			ECFieldElement value = Secp256k1.CURVE.fromBigInteger(number.mod(Secp256k1.P));
			assertThat(Secp256k1.isSquare(value)).as("%s", number).isEqualTo(value.sqrt() != null);
			assertThat(Secp256k1.isSquare(value.negate())).isEqualTo(value.negate().sqrt() != null);
			squares += Secp256k1.isSquare(value) ? 1 : 0;
		}
		assertThat(squares).isBetween(1400, 2000);
		assertThat(Secp256k1.isSquare(Secp256k1.CURVE.fromBigInteger(BigInteger.ZERO))).isTrue();
		assertThat(Secp256k1.isSquare(Secp256k1.CURVE.fromBigInteger(BigInteger.ONE))).isTrue();
	}

	private static int firstBranch(ECFieldElement x, byte[] u, boolean solved) {
		for (int branch = 0; branch < 8; branch++) {
			if ((EllSwift.inverse(x, Secp256k1.element(u, 0), branch) != null) == solved) {
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
			assertThat(EllSwift.decode(bytes, 6).isValid()).isTrue();
		}
	}

	@Test
	void decodesTheCaseInWhichTIsDoubled() {
		// u^3 + t^2 + 7 = 0 needs -7 - u^3 to be a square
		for (int i = 1; i < 20; i++) {
			ECFieldElement u = Secp256k1.CURVE.fromBigInteger(BigInteger.valueOf(i));
			ECFieldElement t = Secp256k1.curveEquation(u).negate().sqrt();
			if (t != null) {
				byte[] bytes = new byte[64];
				u.encodeTo(bytes, 0);
				t.encodeTo(bytes, 32);
				byte[] doubled = bytes.clone();
				t.add(t).encodeTo(doubled, 32);
				assertThat(EllSwift.decode(bytes, 0)).isEqualTo(EllSwift.decode(doubled, 0));
			}
		}
	}

}
