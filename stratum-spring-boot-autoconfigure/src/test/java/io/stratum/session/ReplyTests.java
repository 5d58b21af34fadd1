package io.stratum.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reply}.
 */
class ReplyTests {

	private final List<String> done = new ArrayList<>();

	@Test
	void keepsTheOrderOfWhatFollowsWithoutNesting() {
		Reply reply = Reply.TRUE.then(() -> this.done.add("first"))
			.then(() -> this.done.add("second"))
			.then(() -> this.done.add("third"));
		assertThat(reply.plain()).isSameAs(Reply.TRUE);
		reply.actions().forEach(Runnable::run);
		assertThat(this.done).containsExactly("first", "second", "third");
	}

	@Test
	void isPlainAsItIs() {
		Reply later = Reply.later(new CompletableFuture<>());
		assertThat(List.of(later, Reply.NONE, Reply.TRUE)).allSatisfy((reply) -> {
			assertThat(reply.plain()).isSameAs(reply);
			assertThat(reply.actions()).isEmpty();
			assertThat(reply.then(() -> {
			}).plain()).isSameAs(reply);
		});
	}

}
