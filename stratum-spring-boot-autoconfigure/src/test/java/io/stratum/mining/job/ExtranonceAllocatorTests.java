package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;

import static io.stratum.mining.job.Templates.outputs;
import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExtranonceAllocatorTests {

	private static final long SECOND = 1_000_000_000L;

	private final WorkTimeline timeline = new WorkTimeline(Duration.ofSeconds(10), Duration.ofSeconds(30));

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0, "", 1000), Target.DIFFICULTY_ONE,
			new Random(1));

	private final ExtranonceAllocator allocator = allocator(64, 128);

	@BeforeEach
	void publish() {
		this.timeline.publish(template().work(1, 1), 0);
	}

	@Test
	void putsTheNodeIdInFront() {
		ExtranonceAllocator real = new ExtranonceAllocator(255, this.timeline, 10, new Random(1));
		assertThat(allocate(real, 0).prefix()).containsExactly(255, 0, 0, 0);
		assertThat(allocate(real, 0).prefix()).containsExactly(255, 0, 0, 1);
		assertThat(real.taken()).isEqualTo(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExtranonceAllocator(256, this.timeline, 10, new Random(1)));
	}

	@Test
	void stampsPrefixesForJobsThatHaveNoStamp() {
		ExtranonceAllocator real = new ExtranonceAllocator(255, this.timeline, 10, new Random(1));
		WorkTimeline tips = new WorkTimeline(Duration.ZERO, Duration.ofSeconds(30));
		ExtranonceAllocator stamped = real.stamped(tips, () -> 0x0102030405060708L);
		assertThat(allocate(real, 0).prefix()).containsExactly(255, 0, 0, 0);
		ExtranonceLease lease = allocate(stamped, 0);
		assertThat(lease.prefix()).containsExactly(255, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9);
		assertThat(lease.timeline()).isSameAs(tips);
		assertThat(allocate(stamped, 0).prefix()).containsExactly(255, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 10);
		assertThat(allocate(real, 0).prefix()).containsExactly(255, 0, 0, 3);
		assertThat(real.taken()).isEqualTo(4);
		lease.release(0);
		assertThat(real.taken()).isEqualTo(3);
	}

	@Test
	void givesEachPrefixOnce() {
		Set<Integer> prefixes = new HashSet<>();
		for (int i = 0; i < 128; i++) {
			assertThat(prefixes.add(ByteBuffer.wrap(allocate(this.allocator, 0).prefix()).getInt())).isTrue();
		}
		assertThat(this.allocator.allocate(0)).isNull();
	}

	@Test
	void reusesAPrefixThatHadNoJobAtOnce() {
		List<ExtranonceLease> leases = fill();
		leases.get(77).release(0);
		assertThat(this.allocator.allocate(0)).isNotNull()
			.extracting(ExtranonceLease::prefix)
			.isEqualTo(leases.get(77).prefix());
		assertThat(this.allocator.allocate(0)).isNull();
	}

	@Test
	void releasesOnlyOnce() {
		List<ExtranonceLease> leases = fill();
		leases.get(5).release(0);
		leases.get(5).release(0);
		assertThat(this.allocator.taken()).isEqualTo(127);
		assertThat(this.allocator.allocate(0)).isNotNull();
		leases.get(5).release(0);
		assertThat(this.allocator.allocate(0)).isNull();
	}

	@Test
	void keepsAPrefixInQuarantineUntilItsWorkIsDead() throws JobRejectedException {
		List<ExtranonceLease> leases = fill();
		issue(leases.get(3), 1, 0);
		leases.get(3).release(0);
		assertThat(this.allocator.allocate(0)).isNull();
		assertThat(this.allocator.allocate(1000 * SECOND)).isNull();
		this.timeline.publish(template().work(2, 2), 1000 * SECOND);
		assertThat(this.allocator.allocate(1030 * SECOND - 1)).isNull();
		ExtranonceLease again = allocate(this.allocator, 1030 * SECOND);
		assertThat(again.prefix()).isEqualTo(leases.get(3).prefix());
		assertThat(again.seenShares()).isNotSameAs(leases.get(3).seenShares());
		assertThat(again.lastWork()).isZero();
		assertThat(this.allocator.allocate(1030 * SECOND)).isNull();
	}

	@Test
	void drainsTheQuarantineInTheOrderOfWorks() throws JobRejectedException {
		List<ExtranonceLease> leases = fill();
		issue(leases.get(0), 1, 0);
		issue(leases.get(1), 2, 0);
		issue(leases.get(2), 1, 0);
		issue(leases.get(3), 2, 0);
		leases.subList(0, 4).forEach((lease) -> lease.release(0));
		this.timeline.publish(template().work(2, 1), 0);
		this.timeline.publish(template().work(3, 1), 10 * SECOND);
		assertThat(this.allocator.allocate(30 * SECOND)).isNotNull();
		assertThat(this.allocator.allocate(40 * SECOND - 1)).isNull();
		assertThat(this.allocator.taken()).isEqualTo(128);
		assertThat(this.allocator.allocate(40 * SECOND)).isNotNull();
		assertThat(this.allocator.taken()).isEqualTo(126);
	}

	@Test
	void comesBackToAPrefixAsLateAsPossible() {
		ExtranonceAllocator small = allocator(64, 1 << 24);
		Set<Integer> prefixes = new HashSet<>();
		for (int i = 0; i < 64; i++) {
			ExtranonceLease lease = allocate(small, 0);
			lease.release(0);
			assertThat(prefixes.add(ByteBuffer.wrap(lease.prefix()).getInt())).isTrue();
		}
	}

	@Test
	void givesNoPrefixToTwoThreads() throws InterruptedException {
		ExtranonceAllocator shared = new ExtranonceAllocator(1, this.timeline, 10, new Random(1));
		Set<Integer> prefixes = ConcurrentHashMap.newKeySet();
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			Thread thread = new Thread(() -> {
				for (int i = 0; i < 5000; i++) {
					ExtranonceLease lease = allocate(shared, 0);
					if (i % 3 == 0) {
						lease.release(0);
					}
					else {
						prefixes.add(ByteBuffer.wrap(lease.prefix()).getInt());
					}
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(prefixes).hasSize(4 * 3333);
		assertThat(shared.taken()).isEqualTo(4 * 3333);
	}

	private List<ExtranonceLease> fill() {
		List<ExtranonceLease> leases = new ArrayList<>();
		for (int i = 0; i < 128; i++) {
			leases.add(allocate(this.allocator, 0));
		}
		return leases;
	}

	private void issue(ExtranonceLease lease, long work, long nowNanos) throws JobRejectedException {
		Job job = this.factory.create(template().work(work, 1), outputs(Templates.VALUE));
		JobStore.rolling(lease, Target.DIFFICULTY_ONE, 4).issue(job.sequence(), job, 1, nowNanos);
		assertThat(lease.lastWork()).isEqualTo(work);
	}

	private ExtranonceAllocator allocator(int initial, int capacity) {
		return new ExtranonceAllocator(9, this.timeline, 10, 0, new PrefixSet(initial, capacity));
	}

	private static ExtranonceLease allocate(ExtranonceAllocator allocator, long nowNanos) {
		ExtranonceLease lease = allocator.allocate(nowNanos);
		assertThat(lease).isNotNull();
		return lease;
	}

}
