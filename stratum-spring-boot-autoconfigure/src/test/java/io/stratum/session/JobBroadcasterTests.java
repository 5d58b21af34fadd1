package io.stratum.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.MiningListener;
import io.stratum.mining.job.Templates;
import io.stratum.mining.job.Work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link JobBroadcaster}.
 */
class JobBroadcasterTests implements MiningListener {

	private final FakeLoop loop = new FakeLoop();

	private final SessionRegistry registry = new SessionRegistry();

	private final AtomicLong nanos = new AtomicLong();

	private final List<String> heard = new ArrayList<>();

	private final Work work = Templates.template().work(2, 1);

	@Test
	void takesWorkToSessionsOnTheirLoopAndTellsHowLongItTook() {
		AbstractStratumSession session = mock(AbstractStratumSession.class);
		given(session.id()).willReturn("00000001");
		AbstractStratumSession other = mock(AbstractStratumSession.class);
		given(other.id()).willReturn("00000002");
		this.registry.add(this.loop, session);
		this.registry.add(this.loop, other);
		MiningListener broken = new MiningListener() {
			@Override
			public void workBroadcast(int sessions, Duration elapsed) {
				throw new LinkageError("broken");
			}
		};
		new JobBroadcaster(this.registry, new Listeners(List.of(broken, this)), this.nanos::get)
			.workPublished(this.work);
		verifyNoInteractions(ignoringId(session));
		this.nanos.set(1500);
		this.loop.run();
		verify(session).workPublished(this.work);
		verify(other).workPublished(this.work);
		assertThat(this.heard).containsExactly("2 PT0.0000015S");
	}

	private static AbstractStratumSession ignoringId(AbstractStratumSession session) {
		org.mockito.Mockito.clearInvocations(session);
		return session;
	}

	@Override
	public void workBroadcast(int sessions, Duration elapsed) {
		this.heard.add(sessions + " " + elapsed);
	}

}
