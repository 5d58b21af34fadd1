package io.stratum.client.sv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PendingShares}.
 */
class PendingSharesTests {

	private final List<String> events = new ArrayList<>();

	private long now;

	private final PendingShares shares = new PendingShares(Duration.ofSeconds(30), () -> this.now);

	private void add() {
		int number = this.shares.nextNumber();
		Mono.<Void>create(this.shares::add).subscribe((value) -> {
		}, (ex) -> this.events.add(number + " " + ex.getMessage()), () -> this.events.add(number + " accepted"));
	}

	@Test
	void aNumberAcceptsAllBeforeIt() throws Exception {
		for (int i = 0; i < 4; i++) {
			add();
		}
		this.shares.refuse(1, "stale-share");
		this.shares.accept(2);
		this.shares.accept(2);
		this.shares.refuse(0, "too-late");
		assertThat(this.events).containsExactly("1 stale-share", "0 accepted", "2 accepted");
		assertThat(this.shares.isEmpty()).isFalse();
	}

	@Test
	void numbersThatWereNotSentAreRefused() {
		add();
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.shares.accept(1))
			.withMessage("sequence number: 1 (expected: < 1)");
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.shares.refuse(7, "x"));
	}

	@Test
	void sharesAreGivenUpAfterTheTimeout() {
		add();
		this.now = Duration.ofSeconds(10).toNanos();
		add();
		assertThat(this.shares.expire()).isEqualTo(Duration.ofSeconds(20));
		this.now = Duration.ofSeconds(30).toNanos();
		assertThat(this.shares.expire()).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.events).containsExactly("0 no acknowledgement of the share within PT30S");
	}

	@Test
	void noMoreThanTheLimitMayWait() {
		for (int i = 0; i < PendingShares.MAX_PENDING; i++) {
			assertThat(this.shares.isFull()).isFalse();
			add();
		}
		assertThat(this.shares.isFull()).isTrue();
		this.shares.forget(3);
		assertThat(this.shares.isFull()).isFalse();
	}

}
