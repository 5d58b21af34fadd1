package io.stratum.mining.job;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobStampsTests {

	@Test
	void differBetweenJobsAndRuns() {
		Set<Long> stamps = new HashSet<>();
		for (int run = 0; run < 10; run++) {
			JobStamps stampsOfRun = new JobStamps(new Random(run));
			for (int job = 1; job <= 1000; job++) {
				assertThat(stampsOfRun.next()).isEqualTo(job);
				assertThat(stamps.add(stampsOfRun.stamp(job))).isTrue();
			}
		}
	}

}
