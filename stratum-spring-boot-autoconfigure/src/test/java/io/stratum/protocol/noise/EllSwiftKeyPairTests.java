package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.secp256k1.Comb;
import io.stratum.protocol.secp256k1.EllSwift;
import io.stratum.protocol.secp256k1.Scalar;
import io.stratum.protocol.secp256k1.TestVectors;

import static org.assertj.core.api.Assertions.assertThat;

class EllSwiftKeyPairTests {

	private static final HexFormat HEX = HexFormat.of();

	@Test
	void agreesAsBip324SaysInBothRoles() {
		int initiators = 0;
		for (String[] row : TestVectors.read(getClass(), "bip-0324-packet_encoding_test_vectors.csv")) {
			Scalar secret = Scalar.of(HEX.parseHex(row[1]));
			byte[] publicKey = Comb.base().multiply(secret).toByteArray();
			assertThat(HEX.formatHex(publicKey)).isEqualTo(row[9]);
			assertThat(HEX.formatHex(EllSwift.decode(HEX.parseHex(row[3]), 0).toByteArray())).isEqualTo(row[10]);
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

}
