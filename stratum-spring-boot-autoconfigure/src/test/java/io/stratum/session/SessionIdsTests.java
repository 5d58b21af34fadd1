package io.stratum.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SessionIds}.
 */
class SessionIdsTests {

	@Test
	void putsTheNodeIdIntoTheTopByte() {
		SessionIds ids = new SessionIds(9);
		assertThat(ids.allocate()).isEqualTo(0x09000000);
		assertThat(ids.allocate()).isEqualTo(0x09000001);
		assertThat(new SessionIds(255).allocate()).isEqualTo(0xff000000);
		assertThatIllegalArgumentException().isThrownBy(() -> new SessionIds(256))
			.withMessage("node id: 256 (expected: 0-255)");
	}

	@Test
	void givesAllIdsThenNoneThenFreedOnes() {
		SessionIds ids = new SessionIds(0);
		for (int i = 0; i < 1 << 24; i++) {
			if (ids.allocate() != i) {
				throw new AssertionError("not the next: " + i);
			}
		}
		assertThatIllegalStateException().isThrownBy(ids::allocate);
		ids.release(5);
		ids.release(5);
		assertThat(ids.allocate()).isEqualTo(5);
		assertThatIllegalStateException().isThrownBy(ids::allocate);
	}

	@Test
	void doesNotReuseAnIdAtOnce() {
		SessionIds ids = new SessionIds(0);
		ids.release(ids.allocate());
		assertThat(ids.allocate()).isEqualTo(1);
	}

	@Test
	void ignoresIdsOfOtherNodes() {
		SessionIds ids = new SessionIds(1);
		int id = ids.allocate();
		ids.release(id ^ 0x03000000);
		assertThat(ids.allocate()).isEqualTo(id + 1);
	}

}
