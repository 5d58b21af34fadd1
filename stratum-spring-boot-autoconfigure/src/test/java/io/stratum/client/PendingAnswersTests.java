package io.stratum.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ClientSettings;
import io.stratum.client.transport.ServerEndpoint;
import io.stratum.protocol.ProtocolException;

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

	private final PendingAnswers<Integer, @Nullable Void> shares = new PendingAnswers<>(this.bytes, "shares");

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
	void answersOneOrAllUpToOne() throws Exception {
		for (int number = 0; number < 4; number++) {
			add(number);
		}
		this.shares.refuse(1, new IllegalStateException("refused"));
		this.shares.answerWhile((number) -> number <= 2, null);
		assertThat(this.shares.answer(0, null)).isFalse();
		assertThat(this.shares.answer(null, null)).isFalse();
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
		assertThat(this.shares.contains(7)).isFalse();
	}

	@Test
	void tellsWhoWaitsThatAnAnswerMakesNoSense() {
		Mono.<String>create((sink) -> this.shares.add(7, "verdict", sink, (answer) -> {
			throw new ProtocolException("verdict: maybe (expected: yes or no)");
		})).subscribe(this.events::add, (ex) -> this.events.add(ex.getMessage()));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.shares.answer(7, null));
		assertThat(this.events).containsExactly("the server broke the protocol: verdict: maybe (expected: yes or no)");
	}

	@Test
	void makesTheResultOfTheAnswer() throws Exception {
		Mono.<String>create((sink) -> this.shares.add(7, "verdict", sink, (answer) -> "read"))
			.subscribe(this.events::add);
		assertThat(this.shares.answer(7, null)).isTrue();
		assertThat(this.events).containsExactly("read");
	}

	@Test
	void noMoreThanTheLimitMayWait() {
		for (int number = 0; number < PendingAnswers.MAX_PENDING; number++) {
			this.shares.checkRoom();
			add(number);
		}
		assertThatExceptionOfType(StratumConnectionException.class).isThrownBy(this.shares::checkRoom)
			.withMessage("pending shares: 1024 (expected: < 1024)");
		this.shares.refuse(3, new IllegalStateException());
		this.shares.checkRoom();
	}

}
