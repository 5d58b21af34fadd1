package io.stratum.mining.ban;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BanSubject}.
 */
class BanSubjectTests {

	@ParameterizedTest
	@ValueSource(strings = { "address 192.0.2.1", "address 2001:db8::/64", "worker alice.rig1",
			"worker@192.0.2.1 alice.rig1", "worker@2001:db8::/64 alice", "account alice", "worker alice@192.0.2.1",
			"worker with spaces and @1.2.3.4 x", "worker@192.0.2.1  leading space", "account worker alice" })
	void isTheSameAfterItsText(String text) {
		BanSubject subject = BanSubject.parse(text);
		assertThat(subject.text()).isEqualTo(text);
		assertThat(BanSubject.parse(subject.text())).isEqualTo(subject);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "alice", "address", "address x", "user alice", "worker ", "worker@ alice",
			"worker@192.0.2.1", "worker@192.0.2.1 ", " account alice", "account " })
	void refusesOtherText(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> BanSubject.parse(text));
	}

	@Test
	void boundsNames() {
		assertThat(new BanSubject.WorkerAt(IpNetwork.parse("1:2:3:4:5:6:7:8"), "x".repeat(255)).text())
			.hasSizeLessThan(320);
		assertThatIllegalArgumentException().isThrownBy(() -> new BanSubject.Worker("x".repeat(256)))
			.withMessage("name: 256 characters (expected: 1 to 255)");
		assertThatIllegalArgumentException().isThrownBy(() -> new BanSubject.Account(""));
	}

}
