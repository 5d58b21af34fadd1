package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Notify}.
 */
class NotifyTests {

	private static final String DISPLAY = "000000000b5887b911111111222222223333333344444444555555553e9b7f0f";

	@Test
	void swapsTheWordsOfThePreviousHash() {
		assertThat(encode(new byte[0][], false))
			.isEqualTo("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1f\","
					+ "\"3e9b7f0f5555555544444444333333332222222211111111" + "0b5887b900000000\",\"01ff\",\"\",[],"
					+ "\"00000002\",\"1c2ac4af\",\"00000009\",false]}\n");
	}

	@Test
	void listsTheBranches() {
		byte[] branch = new byte[32];
		Arrays.fill(branch, (byte) 0xab);
		String hex = "ab".repeat(32);
		assertThat(encode(new byte[][] { branch }, true)).contains(",\"\",[\"" + hex + "\"],\"00000002\"")
			.endsWith(",true]}\n");
		assertThat(encode(new byte[][] { branch, branch, branch }, true))
			.contains("[\"" + hex + "\",\"" + hex + "\",\"" + hex + "\"]");
	}

	private static String encode(byte[][] branches, boolean clean) {
		byte[] line = new Notify("1f", Hash256.fromDisplay(DISPLAY), new byte[] { 1, (byte) 0xff }, new byte[0],
				branches, 2, 0x1c2ac4af, 9, clean)
			.encode();
		return new String(line, StandardCharsets.US_ASCII);
	}

}
