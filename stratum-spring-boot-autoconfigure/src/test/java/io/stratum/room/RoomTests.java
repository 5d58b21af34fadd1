package io.stratum.room;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RoomTests {

	private final Room room = new Room("test-room", 1, Thread::new);

	private final AtomicInteger ran = new AtomicInteger();

	@AfterEach
	void close() {
		this.room.close();
	}

	@Test
	void dropsTasksBeforeItOpensAndAfterItCloses() {
		this.room.execute(this.ran::incrementAndGet);
		this.room.open();
		this.room.close();
		this.room.execute(this.ran::incrementAndGet);
		this.room.open();
		this.room.execute(() -> this.ran.addAndGet(10));
		await().until(() -> this.ran.get() == 10);
	}

	@Test
	void runsTasksOnDaemonThreadsThatBearItsName() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.room.open().execute(() -> thread.set(Thread.currentThread()));
		await().until(() -> thread.get() != null);
		assertThat(thread.get().getName()).isEqualTo("test-room");
		assertThat(thread.get().isDaemon()).isTrue();
	}

	@Test
	void survivesTasksThatFail() {
		this.room.open().execute(() -> {
			throw new LinkageError("wrong version");
		});
		this.room.execute(this.ran::incrementAndGet);
		await().until(() -> this.ran.get() == 1);
	}

	@Test
	void interruptsATaskAndDropsThoseThatWaitWhenItCloses() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		this.room.open().execute(() -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.ran.incrementAndGet();
			}
		});
		this.room.execute(() -> this.ran.addAndGet(10));
		begun.await();
		this.room.close();
		await().until(() -> this.ran.get() == 1);
	}

}
