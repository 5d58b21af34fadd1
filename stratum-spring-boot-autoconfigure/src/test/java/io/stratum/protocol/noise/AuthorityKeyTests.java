package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Base58Check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AuthorityKeyTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final String SPEC_KEY = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh";

	@Test
	void readsAndWritesTheKeyOfTheSpecification() {
		byte[] bytes = HEX.parseHex("76637000979c1c11af0c300bcd8c7fe48610fce9b9c11e3daee35ae0b08a7455");
		AuthorityPublicKey key = AuthorityPublicKey.parse(SPEC_KEY);
		assertThat(key.toByteArray()).isEqualTo(bytes);
		assertThat(key).hasToString(SPEC_KEY)
			.isEqualTo(AuthorityPublicKey.of(bytes))
			.hasSameHashCodeAs(AuthorityPublicKey.of(bytes));
	}

	@Test
	void readsAndWritesTheUsualTestPair() {
		String secret = "mkDLTBBRxdBv998612qipDYoTK3YUrqLe8uWw7gu3iXbSrn2n";
		AuthorityKeyPair pair = AuthorityKeyPair.parse(secret);
		assertThat(pair.toSecretText()).isEqualTo(secret);
		assertThat(pair.publicKey()).hasToString("9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72");
		assertThat(HEX.formatHex(pair.publicKey().toByteArray()))
			.isEqualTo("24ee3c3804a1aaa4c03b80ea19f7a5863c916e8994b7db94a3bad7ee092b6ce7");
		byte[] bytes = HEX.parseHex("65995eb19631f478a46ffa5cf1e545091efe950eaeac7482ffdc06eb6a89f697");
		assertThat(AuthorityKeyPair.of(bytes).toSecretText()).isEqualTo(secret);
	}

	@Test
	void doesNotPrintTheSecret() {
		AuthorityKeyPair pair = AuthorityKeyPair.generate(new SecureRandom());
		assertThat(pair).hasToString(pair.publicKey().toString());
	}

	@Test
	void secretsSurviveTheirText() {
		SecureRandom random = new SecureRandom();
		for (int i = 0; i < 50; i++) {
			AuthorityKeyPair pair = AuthorityKeyPair.generate(random);
			assertThat(AuthorityKeyPair.parse(pair.toSecretText()).publicKey()).isEqualTo(pair.publicKey());
			assertThat(AuthorityPublicKey.parse(pair.publicKey().toString())).isEqualTo(pair.publicKey());
		}
	}

	@Test
	void keepsLeadingZeros() {
		byte[] bytes = new byte[32];
		bytes[31] = 1;
		AuthorityKeyPair pair = AuthorityKeyPair.of(bytes);
		assertThat(Base58Check.decode(pair.toSecretText())).isEqualTo(bytes);
		assertThat(Base58Check.decode(Base58Check.encode(new byte[3]))).isEqualTo(new byte[3]);
		assertThat(Base58Check.decode(Base58Check.encode(new byte[0]))).isEmpty();
	}

	@Test
	void refusesMistypedText() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse(SPEC_KEY.replace('7', '8')))
			.withMessageContaining("checksum");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse("0" + SPEC_KEY))
			.withMessage("character 0: no base 58 digit");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse(""))
			.withMessage("bytes: 0 (expected: >= 4)");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse("1".repeat(100_000)))
			.withMessage("length: 100000 (expected: <= 128)");
	}

	@Test
	void refusesOtherKinds() {
		byte[] payload = new byte[34];
		payload[0] = 2;
		String version = Base58Check.encode(payload);
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse(version))
			.withMessage("authority key version: 2 (expected: 1)");
		String length = Base58Check.encode(new byte[33]);
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.parse(length))
			.withMessage("authority key bytes: 33 (expected: 34)");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityKeyPair.parse(SPEC_KEY))
			.withMessage("authority secret bytes: 34 (expected: 32)");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityKeyPair.of(new byte[32]));
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityKeyPair.of(Secp256k1.toBytes(Secp256k1.N)));
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.of(new byte[31]));
		byte[] noPoint = new byte[32];
		noPoint[31] = 5;
		assertThatIllegalArgumentException().isThrownBy(() -> AuthorityPublicKey.of(noPoint))
			.withMessageContaining("no point");
	}

}
