package io.stratum.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ClientSettings;
import io.stratum.client.transport.ServerEndpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link PendingAnswers}.
 */
class PendingAnswersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final List<String> events = new ArrayList<>();

	private final List<Runnable> timers = new ArrayList<>();

	private final Future<?> timer = mock();

	private final ByteConnection bytes = mock();

	private final PendingAnswers<Integer, Void> shares = new PendingAnswers<>(this.bytes, "shares");

	@BeforeEach
	void connect() {
		ServerEndpoint endpoint = ServerEndpoint.of(URI.create("stratum+tcp://pool.example:3333"));
		given(this.bytes.settings())
			.willReturn(new ClientSettings(endpoint, "test", TIMEOUT, TIMEOUT, 1000, null, null, true, null));
		willAnswer((call) -> {
			this.timers.add(call.getArgument(0));
			return this.timer;
		}).given(this.bytes).schedule(any(), eq(TIMEOUT));
		willAnswer((call) -> {
			call.<Runnable>getArgument(0).run();
			return null;
		}).given(this.bytes).tryExecute(any());
	}

	private Disposable add(int number) {
		return Mono.<Void>create((sink) -> this.shares.add(number, "verdict", sink)).subscribe((value) -> {
		}, (ex) -> this.events.add(number + " " + ex.getMessage()), () -> this.events.add(number + " accepted"));
	}

	@Test
	void answersOneOrAllUpToOne() {
		for (int number = 0; number < 4; number++) {
			add(number);
		}
		this.shares.remove(1).error(new IllegalStateException("refused"));
		this.shares.removeWhile((number) -> number <= 2).forEach(MonoSink::success);
		assertThat(this.shares.remove(0)).isNull();
		assertThat(this.shares.remove(null)).isNull();
		assertThat(this.events).containsExactly("1 refused", "0 accepted", "2 accepted");
		then(this.timer).should(times(3)).cancel(false);
		this.shares.failAll(new IllegalStateException("closed"));
		assertThat(this.events).endsWith("3 closed");
	}

	@Test
	void givesUpAfterTheTimeout() {
		add(7);
		this.timers.get(0).run();
		assertThat(this.events).containsExactly("7 no verdict within PT30S");
		this.timers.get(0).run();
		assertThat(this.events).hasSize(1);
	}

	@Test
	void forgetsWhatNobodyWaitsForAnyMore() {
		add(7).dispose();
		assertThat(this.shares.remove(7)).isNull();
	}

	@Test
	void noMoreThanTheLimitMayWait() {
		for (int number = 0; number < PendingAnswers.MAX_PENDING; number++) {
			this.shares.checkRoom();
			add(number);
		}
		assertThatExceptionOfType(StratumConnectionException.class).isThrownBy(this.shares::checkRoom)
			.withMessage("pending shares: 1024 (expected: < 1024)");
		this.shares.remove(3);
		this.shares.checkRoom();
	}

}
