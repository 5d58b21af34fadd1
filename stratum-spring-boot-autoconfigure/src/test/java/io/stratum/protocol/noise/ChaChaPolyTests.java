package io.stratum.protocol.noise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class ChaChaPolyTests {

	private static final byte[] NO_DATA = {};

	private final Random random = new Random(8439);

	private final byte[] key = new byte[32];

	@Test
	void bothEnginesGiveTheSame() throws Exception {
		ChaChaPoly jdk = new ChaChaPoly(0);
		ChaChaPoly bouncyCastle = new ChaChaPoly(Integer.MAX_VALUE);
		ChaChaPoly both = new ChaChaPoly();
		for (int length : new int[] { 0, 1, 6, 15, 16, 17, 40, 63, 64, 65, 127, 128, 129, 1200, 65519 }) {
			byte[] plaintext = bytes(length);
			byte[] data = bytes(length % 40);
			this.random.nextBytes(this.key);
			long counter = this.random.nextLong();
			byte[] sealed = seal(jdk, counter, data, plaintext);
			assertThat(sealed).hasSize(length + ChaChaPoly.TAG_LENGTH)
				.isEqualTo(seal(bouncyCastle, counter, data, plaintext))
				.isEqualTo(seal(both, counter, data, plaintext));
			assertThat(open(jdk, counter, data, sealed)).isEqualTo(plaintext)
				.isEqualTo(open(bouncyCastle, counter, data, sealed))
				.isEqualTo(open(both, counter, data, sealed));
		}
	}

	@Test
	void refusesWhatWasChanged() {
		for (int length : new int[] { 0, 6, 127, 128, 1200 }) {
			ChaChaPoly cipher = new ChaChaPoly();
			byte[] sealed = seal(cipher, 7, NO_DATA, bytes(length));
			for (int i = 0; i < sealed.length; i += (length > 300) ? 97 : 1) {
				byte[] changed = sealed.clone();
				changed[i] ^= (byte) 0x80;
				assertThatExceptionOfType(NoiseException.class)
					.isThrownBy(() -> open(new ChaChaPoly(), 7, NO_DATA, changed))
					.withMessage("tag of message 7 does not verify");
			}
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> open(cipher, 8, NO_DATA, sealed));
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> open(cipher, 7, new byte[1], sealed));
			assertThat(catchThrowable(() -> open(new ChaChaPoly(), 7, NO_DATA, sealed))).isNull();
		}
	}

	@Test
	void refusesLessThanATag() {
		assertThatExceptionOfType(NoiseException.class)
			.isThrownBy(() -> open(new ChaChaPoly(), 0, NO_DATA, new byte[15]))
			.withMessage("ciphertext length: 15 (expected: >= 16)");
	}

	@Test
	void goesOnAfterAFailure() throws Exception {
		for (int length : new int[] { 6, 1200 }) {
			ChaChaPoly cipher = new ChaChaPoly();
			byte[] sealed = seal(cipher, 1, NO_DATA, bytes(length));
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> open(cipher, 2, NO_DATA, sealed));
			assertThat(open(cipher, 1, NO_DATA, sealed)).hasSize(length);
		}
	}

	@Test
	void neverUsesTheReservedNonce() throws Exception {
		ChaChaPoly cipher = new ChaChaPoly();
		CipherState sending = new CipherState(this.key, -2);
		CipherState receiving = new CipherState(this.key, -2);
		int length = sending.seal(cipher, NO_DATA, 0);
		byte[] sealed = Arrays.copyOf(cipher.output(), length);
		System.arraycopy(sealed, 0, cipher.input(length), 0, length);
		assertThat(receiving.open(cipher, NO_DATA, length)).isZero();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> sending.seal(cipher, NO_DATA, 0));
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> receiving.open(cipher, NO_DATA, length))
			.withMessage("all nonces of the key are used");
	}

	@Test
	void keyStreamIsThatOfRfc8439() {
		// 2.4.2: its nonce fits ours, and sealing begins with block 1 as it does
		byte[] rfcKey = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
		System.arraycopy(rfcKey, 0, this.key, 0, 32);
		byte[] text = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
				+ "sunscreen would be it.")
			.getBytes(StandardCharsets.US_ASCII);
		byte[] sealed = seal(new ChaChaPoly(), 0x4a000000L, NO_DATA, text);
		assertThat(HexFormat.of().formatHex(sealed, 0, 16)).isEqualTo("6e2e359a2568f98041ba0728dd0d6981");
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private byte[] seal(ChaChaPoly cipher, long counter, byte[] data, byte[] plaintext) {
		System.arraycopy(plaintext, 0, cipher.input(plaintext.length), 0, plaintext.length);
		int length = cipher.seal(this.key, counter, data, plaintext.length);
		return Arrays.copyOf(cipher.output(), length);
	}

	private byte[] open(ChaChaPoly cipher, long counter, byte[] data, byte[] sealed) throws NoiseException {
		System.arraycopy(sealed, 0, cipher.input(sealed.length), 0, sealed.length);
		int length = cipher.open(this.key, counter, data, sealed.length);
		return Arrays.copyOf(cipher.output(), length);
	}

}
