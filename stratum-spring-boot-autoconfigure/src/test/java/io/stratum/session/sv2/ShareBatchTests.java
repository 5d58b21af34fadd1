package io.stratum.session.sv2;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShareBatch}.
 */
class ShareBatchTests {

	private final ShareBatch batch = new ShareBatch();

	@Test
	void sumsUpWhatCameSinceTheLastAcknowledgement() {
		assertThat(this.batch.add(7, 10, 0)).isEqualTo(1);
		assertThat(this.batch.add(9, 20, 0)).isEqualTo(2);
		assertThat(this.batch.take(5)).isEqualTo(new SubmitSharesSuccess(5, 9, 2, 30));
		assertThat(this.batch.take(5)).isNull();
		this.batch.add(10, 1, 0);
		assertThat(this.batch.take(5)).isEqualTo(new SubmitSharesSuccess(5, 10, 1, 1));
	}

	@Test
	void carriesFractionsOver() {
		long sum = 0;
		for (int i = 0; i < 8; i++) {
			this.batch.add(i, 0.625, 0);
			sum += this.batch.take(1).newSharesSum();
		}
		assertThat(sum).isEqualTo(5);
	}

	@Test
	void knowsItsAge() {
		long start = Long.MAX_VALUE - 3;
		assertThat(this.batch.isOlderThan(0, start)).isFalse();
		this.batch.add(1, 1, start);
		this.batch.add(2, 1, start + 9);
		assertThat(this.batch.isOlderThan(10, start + 9)).isFalse();
		assertThat(this.batch.isOlderThan(10, start + 10)).isTrue();
		this.batch.take(1);
		assertThat(this.batch.isOlderThan(10, start + 10)).isFalse();
	}

}
