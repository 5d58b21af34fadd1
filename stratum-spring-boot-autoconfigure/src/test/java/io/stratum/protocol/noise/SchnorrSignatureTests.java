package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.secp256k1.TestVectors;

import static org.assertj.core.api.Assertions.assertThat;

class SchnorrSignatureTests {

	private static final HexFormat HEX = HexFormat.of();

	@Test
	void signsAndVerifiesAsBip340Says() {
		List<String[]> rows = TestVectors.read(getClass(), "bip-0340-test-vectors.csv");
		assertThat(rows).hasSize(19);
		for (String[] row : rows) {
			byte[] publicKey = HEX.parseHex(row[2]);
			byte[] message = HEX.parseHex(row[4]);
			byte[] signature = HEX.parseHex(row[5]);
			if (!row[1].isEmpty()) {
				byte[] signed = SchnorrSignature.sign(new BigInteger(row[1], 16), message, HEX.parseHex(row[3]));
				assertThat(signed).as("row %s", row[0]).isEqualTo(signature);
			}
			assertThat(SchnorrSignature.verify(publicKey, message, signature)).as("row %s", row[0])
				.isEqualTo(row[6].equals("TRUE"));
		}
	}

	@Test
	void verifiesWhatItSignsAndNothingElse() {
		SecureRandom random = new SecureRandom();
		byte[] message = new byte[32];
		for (int i = 0; i < 20; i++) {
			AuthorityKeyPair key = AuthorityKeyPair.generate(random);
			random.nextBytes(message);
			byte[] signature = key.sign(message, random);
			assertThat(key.publicKey().verify(message, signature)).isTrue();
			signature[i] ^= 1;
			assertThat(key.publicKey().verify(message, signature)).isFalse();
			signature[i] ^= 1;
			message[i] ^= 1;
			assertThat(key.publicKey().verify(message, signature)).isFalse();
		}
	}

}
