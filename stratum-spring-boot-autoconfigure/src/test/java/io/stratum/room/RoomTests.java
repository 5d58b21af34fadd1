package io.stratum.room;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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

	@Test
	void keepsThreadsForOthersFromAnOwnerOfManyTasks() throws Exception {
		Room shared = new Room("shared", 8, Thread::new).open();
		Semaphore goOn = new Semaphore(0);
		AtomicInteger working = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			shared.execute("greedy", () -> {
				working.incrementAndGet();
				goOn.acquireUninterruptibly();
			});
		}
		await().until(() -> working.get() == 6);
		for (int i = 0; i < 4; i++) {
			shared.execute("other " + i, this.ran::incrementAndGet);
		}
		await().until(() -> this.ran.get() == 4);
		assertThat(working).hasValue(6);
		goOn.release(100);
		await().until(() -> working.get() == 100);
		shared.close();
	}

	@Test
	void letsOwnersTakeTurns() {
		List<String> order = new CopyOnWriteArrayList<>();
		CountDownLatch goOn = new CountDownLatch(1);
		this.room.open().execute(() -> awaitUninterruptibly(goOn));
		for (int i = 0; i < 3; i++) {
			this.room.execute("a", () -> order.add("a"));
		}
		this.room.execute("b", () -> order.add("b"));
		goOn.countDown();
		await().until(() -> order.size() == 4);
		assertThat(order).containsExactly("a", "b", "a", "a");
	}

	@Test
	void countsAThreadThatDoesNotEndAlsoAfterItWasClosedAndOpened() {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		this.room.open().execute(() -> {
			begun.countDown();
			awaitUninterruptibly(hanging);
		});
		awaitUninterruptibly(begun);
		this.room.close();
		this.room.open().execute(this.ran::incrementAndGet);
		assertThat(this.ran).hasValue(0);
		hanging.countDown();
		await().until(() -> this.ran.get() == 1);
	}

	@Test
	void refusesTasksWhenTooManyOfAnOwnerWait() {
		CountDownLatch goOn = new CountDownLatch(1);
		this.room.open().execute(() -> awaitUninterruptibly(goOn));
		int taken = 0;
		while (this.room.execute("a", this.ran::incrementAndGet)) {
			taken++;
		}
		assertThat(taken).isEqualTo(25_000);
		assertThat(this.room.execute("b", this.ran::incrementAndGet)).isTrue();
		goOn.countDown();
		await().until(() -> this.ran.get() == 25_001);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// It hangs
			}
		}
	}

}
