package io.stratum.bitcoin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Sha256dTests {

	@Test
	void hashesTwice() {
		assertThat(HexFormat.of().formatHex(Sha256d.hash("hello".getBytes(StandardCharsets.US_ASCII)).toInternal()))
			.isEqualTo("9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
	}

	@Test
	void hashesIntoTheBufferItReadsFrom() {
		byte[] buffer = new byte[64];
		buffer[40] = 1;
		Hash256 expected = Sha256d.hash(buffer);
		new Sha256d().hash(buffer, 0, 64, buffer, 8);
		assertThat(Arrays.copyOfRange(buffer, 8, 40)).isEqualTo(expected.toInternal());
	}

	@Test
	void goesOnAfterAnOutputThatIsTooShort() {
		Sha256d sha = new Sha256d();
		assertThatIllegalArgumentException().isThrownBy(() -> sha.hash(new byte[3], 0, 3, new byte[40], 9));
		byte[] hash = new byte[32];
		sha.hash(new byte[3], 0, 3, hash, 0);
		assertThat(Hash256.ofInternal(hash)).isEqualTo(Sha256d.hash(new byte[3]));
	}

}
