package io.stratum.engine.runtime;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.room.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

class ListenersTests {

	@Test
	void tellsTheOthersWhenOneFailsWithAnError() {
		MiningListener failing = mock();
		doThrow(new NoClassDefFoundError("gone")).when(failing).shareRejected(any(), any());
		AtomicInteger told = new AtomicInteger();
		Listeners listeners = new Listeners(List.of(failing, new MiningListener() {
			@Override
			public void shareRejected(String worker, RejectReason reason) {
				told.incrementAndGet();
			}
		}));
		listeners.shareRejected("rig", RejectReason.STALE);
		assertThat(told).hasValue(1);
		assertThat(listeners.faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.bean()).startsWith("MiningListener (io.stratum.mining.MiningListener");
			assertThat(fault.text()).contains("NoClassDefFoundError: gone");
		});
	}

	@Test
	void forgetsTheFailuresOfAListenerThatWorksAgain() {
		MiningListener listener = mock();
		Listeners listeners = new Listeners(List.of(listener));
		doThrow(new IllegalStateException("closed")).when(listener).shareRejected(any(), any());
		listeners.shareRejected("rig", RejectReason.STALE);
		assertThat(listeners.faults()).extracting(Fault::broken).containsExactly(false);
		doNothing().when(listener).shareRejected(any(), any());
		listeners.shareRejected("rig", RejectReason.STALE);
		assertThat(listeners.faults()).isEmpty();
	}

}
