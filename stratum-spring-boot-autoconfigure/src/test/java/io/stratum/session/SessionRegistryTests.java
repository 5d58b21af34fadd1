package io.stratum.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SessionRegistry} and {@link JobBroadcaster}.
 */
class SessionRegistryTests {

	private final SessionRegistry registry = new SessionRegistry();

	private final FakeLoop first = new FakeLoop();

	private final FakeLoop second = new FakeLoop();

	private final List<AbstractStratumSession> sessions = new ArrayList<>();

	@BeforeEach
	void addSessions() {
		for (int i = 0; i < 10; i++) {
			AbstractStratumSession session = mock(AbstractStratumSession.class);
			given(session.id()).willReturn("%08x".formatted(9 - i));
			this.sessions.add(session);
			this.registry.add((i < 7) ? this.first : this.second, session);
		}
	}

	@Test
	void findsAndPagesById() {
		assertThat(this.registry.size()).isEqualTo(10);
		assertThat(this.registry.find("00000003")).isSameAs(this.sessions.get(6));
		assertThat(this.registry.find("0000000a")).isNull();
		assertThat(this.registry.page(8, 5)).extracting(StratumSession::id).containsExactly("00000008", "00000009");
		assertThat(this.registry.page(20, 5)).isEmpty();
	}

	@Test
	void removesHarmlesslyTwice() {
		this.registry.remove(this.first, this.sessions.get(2));
		this.registry.remove(this.first, this.sessions.get(2));
		assertThat(this.registry.size()).isEqualTo(9);
		Set<StratumSession> seen = new HashSet<>();
		this.registry.forEach(seen::add);
		runLoops();
		assertThat(seen).hasSize(9).doesNotContain(this.sessions.get(2));
	}

	@Test
	void runsOneTaskPerLoop() {
		List<StratumSession> seen = new ArrayList<>();
		CompletableFuture<Integer> done = this.registry.forEach(seen::add).toCompletableFuture();
		assertThat(seen).isEmpty();
		assertThat(this.first.run()).isEqualTo(1);
		assertThat(seen).hasSize(7);
		assertThat(done).isNotDone();
		assertThat(this.second.run()).isEqualTo(1);
		assertThat(done).isCompletedWithValue(10);
	}

	@Test
	void startsAtAnotherPlaceEachTime() {
		Set<StratumSession> firsts = new HashSet<>();
		for (int i = 0; i < 30; i++) {
			List<StratumSession> seen = new ArrayList<>();
			this.registry.forEach(seen::add);
			this.first.run();
			firsts.add(seen.get(0));
			this.second.run();
		}
		assertThat(firsts).hasSize(7);
	}

	@Test
	void goesOnWhenTheActionClosesOrFails() {
		List<StratumSession> seen = new ArrayList<>();
		CompletableFuture<Integer> done = this.registry.forEach((session) -> {
			seen.add(session);
			int index = this.sessions.indexOf(session);
			this.registry.remove((index < 7) ? this.first : this.second, this.sessions.get(index));
			if (seen.size() == 3) {
				throw new IllegalStateException("broken");
			}
		}).toCompletableFuture();
		runLoops();
		assertThat(seen).containsExactlyInAnyOrderElementsOf(this.sessions);
		assertThat(done).isCompletedWithValue(10);
		assertThat(this.registry.size()).isZero();
	}

	@Test
	void completesWhenALoopHasEnded() {
		this.first.end();
		CompletableFuture<Integer> done = this.registry.forEach((session) -> {
		}).toCompletableFuture();
		runLoops();
		assertThat(done).isCompletedWithValue(3);
		assertThat(new SessionRegistry().forEach((session) -> {
		}).toCompletableFuture()).isCompletedWithValue(0);
	}

	private void runLoops() {
		this.first.run();
		this.second.run();
	}

}
