package io.stratum.handler.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.handler.invocation.StratumInterceptor;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;

class InterceptedHandlerTests {

	private final FakePeer session = new FakePeer();

	private final List<String> events = new ArrayList<>();

	@Test
	void showsThePlainReplyAndKeepsWhatFollowsIt() {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		Reply reply = handle((invocation, chain) -> chain.proceed().thenApply((seen) -> {
			this.events.add(String.valueOf(seen));
			return Reply.of("changed");
		}), (session, message) -> Reply.later(later).then(() -> this.events.add("outer")));
		later.complete(Reply.TRUE.then(() -> this.events.add("inner")));
		follow(((Reply.Later) reply).reply().toCompletableFuture().join());
		assertThat(this.events).containsExactly("Result[value=true]", "inner", "outer", "Result[value=changed]");
	}

	@Test
	void keepsWhatFollowsAFailure() {
		Reply reply = handle((invocation, chain) -> chain.proceed(),
				(session, message) -> Reply
					.later(CompletableFuture.failedFuture(new StratumErrorException(StratumError.of(21, "Stale"))))
					.then(() -> this.events.add("followed")));
		follow(reply);
		assertThat(this.events).containsExactly("followed", "Failure[error=" + StratumError.of(21, "Stale") + "]");
	}

	@Test
	void handlesOnTheLoopWhereverTheChainGoesOn() throws InterruptedException {
		CompletableFuture<Boolean> permission = new CompletableFuture<>();
		Reply reply = handle((invocation, chain) -> permission.thenCompose((granted) -> chain.proceed()),
				(session, message) -> {
					this.events.add("handled");
					return Reply.TRUE;
				});
		Thread other = new Thread(() -> permission.complete(true));
		other.start();
		other.join();
		assertThat(this.events).isEmpty();
		Objects.requireNonNull(this.session.loop.poll()).run();
		assertThat(this.events).containsExactly("handled");
		assertThat(((Reply.Later) reply).reply().toCompletableFuture()).isCompletedWithValue(Reply.TRUE);
	}

	@Test
	void doesNotHandleForASessionThatHasEnded() {
		CompletableFuture<Boolean> permission = new CompletableFuture<>();
		Reply reply = handle((invocation, chain) -> permission.thenCompose((granted) -> chain.proceed()),
				(session, message) -> {
					this.events.add("handled");
					return Reply.TRUE;
				});
		permission.complete(true);
		this.session.close();
		Objects.requireNonNull(this.session.loop.poll()).run();
		assertThat(this.events).isEmpty();
		assertThat(((Reply.Later) reply).reply().toCompletableFuture()).isCompletedWithValue(Reply.NONE);
	}

	private Reply handle(StratumInterceptor interceptor, MessageHandler<Object> handler) {
		MappedMethod.Surroundings surroundings = new MappedMethod.Surroundings(Runnable::run,
				new Interceptors(() -> List.of(interceptor)), new HandlerFailureLog(System::nanoTime),
				Duration.ofSeconds(30));
		return new InterceptedHandler("mining.submit", handler, surroundings).handle(this.session,
				FakePeer.request("mining.submit"));
	}

	private void follow(Reply reply) {
		reply.actions().forEach(Runnable::run);
		this.events.add(String.valueOf(reply.plain()));
	}

}
