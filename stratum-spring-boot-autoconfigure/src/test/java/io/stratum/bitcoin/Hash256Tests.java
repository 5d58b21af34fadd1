package io.stratum.bitcoin;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Hash256Tests {

	private static final String DISPLAY = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

	@Test
	void reversesForDisplay() {
		Hash256 hash = Hash256.fromDisplay(DISPLAY);
		assertThat(hash).hasToString(DISPLAY);
		assertThat(hash.toInternal()[0]).isEqualTo((byte) 0x6f);
		assertThat(Hash256.ofInternal(hash.toInternal())).isEqualTo(hash).hasSameHashCodeAs(hash);
	}

	@Test
	void cannotBeChangedFromOutside() {
		byte[] bytes = new byte[32];
		Hash256 hash = Hash256.ofInternal(bytes);
		bytes[0] = 1;
		hash.toInternal()[1] = 1;
		assertThat(hash).isEqualTo(Hash256.ZERO);
	}

	@Test
	void refusesOtherLengths() {
		assertThatIllegalArgumentException().isThrownBy(() -> Hash256.ofInternal(new byte[31]))
			.withMessage("length: 31 (expected: 32)");
		assertThatIllegalArgumentException().isThrownBy(() -> Hash256.fromDisplay(DISPLAY + "00"));
	}

}
