package io.stratum.handler.support;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumSessionScope;
import io.stratum.session.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionScopeTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final HandlerFixture fixture = new HandlerFixture(this.tasks::add, Journal.class, Audit.class,
			Counter.class, Controller.class, SessionController.class);

	private final Journal journal = this.fixture.context.getBean(Journal.class);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private Reply count(FakePeer session) {
		return this.fixture.sendFrom(session, FakePeer.request("count"));
	}

	@Test
	void givesEachSessionItsOwnInstance() {
		FakePeer other = new FakePeer();
		assertThat(count(this.fixture.session)).isEqualTo(Reply.of(1));
		assertThat(count(this.fixture.session)).isEqualTo(Reply.of(2));
		assertThat(count(other)).isEqualTo(Reply.of(1));
	}

	@Test
	void destroysTheBeansWhenTheSessionEnds() {
		count(this.fixture.session);
		this.fixture.session.close();
		assertThat(this.journal.entries).isEmpty();
		this.tasks.remove().run();
		assertThat(this.journal.entries).containsExactly("counter destroyed", "audit destroyed");
	}

	@Test
	void destroysTheBeansAfterTheCallThatUsesThem() {
		count(this.fixture.session);
		this.fixture.send("blocking");
		this.fixture.session.close();
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove().run();
		assertThat(this.journal.entries).isEmpty();
		this.tasks.remove().run();
		assertThat(this.journal.entries).containsExactly("counter destroyed", "audit destroyed");
	}

	@Test
	void createsNothingForASessionThatEnded() {
		count(this.fixture.session);
		this.fixture.session.close();
		this.tasks.remove().run();
		assertThat(count(this.fixture.session)).isInstanceOf(Reply.Failure.class);
	}

	@Test
	void takesAControllerOfTheScope() {
		assertThat(this.fixture.send("own")).isEqualTo(Reply.of(1));
		assertThat(this.fixture.send("own")).isEqualTo(Reply.of(2));
	}

	@Test
	void saysHowToUseTheBeanOutsideOfACall() {
		assertThatThrownBy(() -> this.fixture.context.getBean(Counter.class))
			.hasRootCauseMessage("No current stratum session: take the @StratumSessionScope bean "
					+ "as an argument of a @StratumMapping method instead of injecting it");
	}

	@Component
	static class Journal {

		final List<String> entries = new CopyOnWriteArrayList<>();

	}

	@StratumSessionScope
	@Component
	static class Audit implements DisposableBean {

		private final Journal journal;

		Audit(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void destroy() {
			this.journal.entries.add("audit destroyed");
		}

	}

	@StratumSessionScope
	@Component
	static class Counter implements DisposableBean {

		private final Journal journal;

		private int count;

		Counter(Journal journal, Audit audit) {
			this.journal = journal;
		}

		int increment() {
			return ++this.count;
		}

		@Override
		public void destroy() {
			this.journal.entries.add("counter destroyed");
		}

	}

	@StratumController
	static class Controller {

		@StratumMapping("count")
		Mono<Integer> count(Counter counter) {
			return Mono.just(counter.increment());
		}

		@StratumMapping("blocking")
		int blocking(Counter counter) {
			return counter.increment();
		}

	}

	@StratumSessionScope
	@StratumController
	static class SessionController {

		private int count;

		@StratumMapping("own")
		Mono<Integer> count() {
			return Mono.just(++this.count);
		}

	}

}
