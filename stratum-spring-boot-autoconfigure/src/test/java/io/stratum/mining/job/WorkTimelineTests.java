package io.stratum.mining.job;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static io.stratum.mining.job.Templates.template;
import static io.stratum.mining.job.WorkState.ACTIVE;
import static io.stratum.mining.job.WorkState.DEAD;
import static io.stratum.mining.job.WorkState.STALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkTimelineTests {

	/** A monotonic time may be anything, also about to overflow. */
	private static final long START = Long.MAX_VALUE - 15_000_000_000L;

	private final WorkTimeline timeline = new WorkTimeline(Duration.ofSeconds(10), Duration.ofSeconds(30));

	private final Work first = template().work(1, 1);

	private final Work second = template().work(2, 1);

	private final Work third = template().work(3, 2);

	@Test
	void keepsTheCurrentWorkActive() {
		assertThat(this.timeline.state(this.first, at(0))).isEqualTo(ACTIVE);
		assertThat(this.timeline.lastDead(at(0))).isZero();
		this.timeline.publish(this.first, at(0));
		assertThat(this.timeline.state(this.first, at(100_000))).isEqualTo(ACTIVE);
		assertThat(this.timeline.lastDead(at(100_000))).isZero();
	}

	@Test
	void letsSupersededWorkAgeOnTheSameTip() {
		this.timeline.publish(this.first, at(0));
		this.timeline.publish(this.second, at(100));
		assertThat(this.timeline.state(this.first, at(100))).isEqualTo(ACTIVE);
		assertThat(this.timeline.state(this.first, at(110) - 1)).isEqualTo(ACTIVE);
		assertThat(this.timeline.state(this.first, at(110))).isEqualTo(STALE);
		assertThat(this.timeline.state(this.first, at(130) - 1)).isEqualTo(STALE);
		assertThat(this.timeline.lastDead(at(130) - 1)).isZero();
		assertThat(this.timeline.state(this.first, at(130))).isEqualTo(DEAD);
		assertThat(this.timeline.lastDead(at(130))).isOne();
		assertThat(this.timeline.state(this.second, at(130))).isEqualTo(ACTIVE);
	}

	@Test
	void knowsWhichWorksDoNotCountWhateverTheTip() {
		this.timeline.publish(this.first, at(0));
		assertThat(this.timeline.lastExpired(at(1000))).isZero();
		this.timeline.publish(this.second, at(1000));
		this.timeline.publish(this.third, at(1005));
		assertThat(this.timeline.lastExpired(at(1010) - 1)).isZero();
		assertThat(this.timeline.lastExpired(at(1010))).isOne();
		assertThat(this.timeline.lastExpired(at(1015))).isEqualTo(2);
		assertThat(this.timeline.lastExpired(at(5000))).isEqualTo(2);
	}

	@Test
	void makesOlderWorkStaleWhenTheTipChanges() {
		this.timeline.publish(this.first, at(0));
		this.timeline.publish(this.second, at(1));
		this.timeline.publish(this.third, at(2));
		assertThat(this.timeline.state(this.first, at(2))).isEqualTo(STALE);
		assertThat(this.timeline.state(this.second, at(2))).isEqualTo(STALE);
		assertThat(this.timeline.state(this.third, at(2))).isEqualTo(ACTIVE);
	}

	@Test
	void forgetsDeadWorks() {
		for (int number = 1; number <= 100; number++) {
			this.timeline.publish(template().work(number, number / 10), at(10 * number));
			assertThat(this.timeline.lastDead(at(10 * number))).isEqualTo(Math.max(0, number - 4));
			if (number > 4) {
				assertThat(this.timeline.state(template().work(number - 4, 0), at(10 * number))).isEqualTo(DEAD);
				assertThat(this.timeline.state(template().work(number - 3, 0), at(10 * number))).isEqualTo(STALE);
			}
		}
		assertThat(this.timeline.state(this.first, at(2000))).isEqualTo(DEAD);
	}

	@Test
	void forgetsAllButTheNewestAfterALongPause() {
		this.timeline.publish(this.first, at(0));
		this.timeline.publish(this.second, at(1));
		this.timeline.publish(this.third, at(1000));
		assertThat(this.timeline.lastDead(at(1000))).isOne();
		assertThat(this.timeline.state(this.second, at(1000))).isEqualTo(STALE);
		this.timeline.publish(template().work(4, 2), at(5000));
		assertThat(this.timeline.lastDead(at(5000))).isEqualTo(2);
		assertThat(this.timeline.state(this.third, at(5000))).isEqualTo(ACTIVE);
	}

	@Test
	void refusesWorksOutOfOrder() {
		this.timeline.publish(this.first, at(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.timeline.publish(this.third, at(1)))
			.withMessage("work: 3 (expected: 2)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.timeline.publish(this.first, at(1)));
	}

	@Test
	void refusesTimesThatMakeNoSense() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WorkTimeline(Duration.ofSeconds(2), Duration.ofSeconds(1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WorkTimeline(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
	}

	private static long at(long seconds) {
		return START + seconds * 1_000_000_000L;
	}

}
