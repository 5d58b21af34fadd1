package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EllSwiftKeyPairTests {

	private static final HexFormat HEX = HexFormat.of();

	@Test
	void agreesAsBip324SaysInBothRoles() {
		int initiators = 0;
		for (String[] row : TestVectors.read("bip-0324-packet_encoding_test_vectors.csv")) {
			BigInteger secret = new BigInteger(row[1], 16);
			byte[] publicKey = Secp256k1.affineX(Secp256k1.multiplyBase(secret)).getEncoded();
			assertThat(HEX.formatHex(publicKey)).isEqualTo(row[9]);
			assertThat(HEX.formatHex(EllSwift.decode(HEX.parseHex(row[3]), 0).getAffineXCoord().getEncoded()))
				.isEqualTo(row[10]);
			EllSwiftKeyPair ours = new EllSwiftKeyPair(secret, publicKey, HEX.parseHex(row[2]));
			boolean initiating = row[4].equals("1");
			initiators += initiating ? 1 : 0;
			assertThat(HEX.formatHex(ours.agree(EllSwiftPublicKey.decode(HEX.parseHex(row[3])), initiating)))
				.isEqualTo(row[12]);
		}
		assertThat(initiators).isBetween(1, 6);
	}

	@Test
	void bothSidesAgree() {
		SecureRandom random = new SecureRandom();
		for (int i = 0; i < 50; i++) {
			EllSwiftKeyPair one = EllSwiftKeyPair.generate(random);
			EllSwiftKeyPair two = EllSwiftKeyPair.generate(random);
			EllSwiftPublicKey first = EllSwiftPublicKey.decode(one.encoding());
			EllSwiftPublicKey second = EllSwiftPublicKey.decode(two.encoding());
			assertThat(one.agree(second, true)).isEqualTo(two.agree(first, false)).isNotEqualTo(two.agree(first, true));
			assertThat(first.xOnly()).isEqualTo(one.publicKey());
		}
	}

	@Test
	void multipliesByScalarsAtTheEdges() {
		ECPoint point = EllSwift.decode(new byte[64], 0);
		for (BigInteger scalar : new BigInteger[] { BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(0x10000),
				Secp256k1.N.shiftRight(1), Secp256k1.N.subtract(BigInteger.TWO),
				Secp256k1.N.subtract(BigInteger.ONE) }) {
			assertThat(Secp256k1.multiply(point, scalar)).isEqualTo(point.multiply(scalar));
			assertThat(Secp256k1.multiplyBase(scalar)).isEqualTo(Secp256k1.G.multiply(scalar));
			ECPoint product = Secp256k1.multiply(point, scalar);
			assertThat(Secp256k1.affineX(product)).isEqualTo(product.normalize().getAffineXCoord());
			assertThat(Secp256k1.hasEvenY(product)).isEqualTo(!product.normalize().getAffineYCoord().testBitZero());
		}
	}

	@Test
	void refusesScalarsOutOfRange() {
		byte[] zero = new byte[32];
		byte[] order = Secp256k1.toBytes(Secp256k1.N);
		byte[] one = Secp256k1.toBytes(BigInteger.ONE);
		ScriptedRandom random = new ScriptedRandom().bytes(zero).bytes(order).bytes(one);
		assertThat(Secp256k1.randomScalar(random)).isEqualTo(BigInteger.ONE);
	}

}
