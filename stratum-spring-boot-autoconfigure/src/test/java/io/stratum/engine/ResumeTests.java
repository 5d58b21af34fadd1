package io.stratum.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.LittleEndian;
import io.stratum.mining.channel.MiningChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ResumeTests {

	private final TestMine mine = new TestMine();

	private final List<String> events = new ArrayList<>();

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void handsAChannelOverAfterTheOldOwnerWasClosed() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		String token = engine.channels().resumable(channel, () -> this.events.add("close"));
		assertThat(token).matches("[0-9a-f]{16}");
		CompletableFuture<@Nullable MiningChannel> resumed = resume(token);
		assertThat(this.events).containsExactly("close");
		assertThat(resumed).isNotDone();
		engine.channels().close(channel);
		assertThat(resumed).isCompletedWithValue(channel);
		assertThat(engine.status().keptChannels()).isZero();
		assertThat(engine.channels().resumable(channel, () -> this.events.add("close again"))).isEqualTo(token);
		resume(token);
		assertThat(this.events).containsExactly("close", "close again");
	}

	@Test
	void givesAChannelToTheLastOfThoseWhoAskForIt() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		String token = engine.channels().resumable(channel, () -> this.events.add("close"));
		CompletableFuture<@Nullable MiningChannel> first = resume(token);
		CompletableFuture<@Nullable MiningChannel> second = resume(token);
		assertThat(first).isCompletedWithValue(null);
		engine.channels().close(channel);
		assertThat(second).isCompletedWithValue(channel);
	}

	@Test
	void keepsAChannelForTenMinutes() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		String token = engine.channels().resumable(channel, () -> {
		});
		channel.versionMask(0x1fffe000);
		engine.channels().close(channel);
		assertThat(engine.status().keptChannels()).isEqualTo(1);
		this.mine.clock.pass(Duration.ofMinutes(10).minusNanos(1));
		assertThat(resume(token).join()).isSameAs(channel);
		assertThat(channel.versionMask()).isEqualTo(0x1fffe000);
		engine.channels().close(channel);
		this.mine.clock.pass(Duration.ofMinutes(10));
		assertThat(resume(token)).isCompletedWithValue(null);
		assertThat(engine.status().keptChannels()).isZero();
	}

	@Test
	void doesNotHoldOnToAnOwnerThatHasGone() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		Object session = new Object();
		WeakReference<Object> gone = new WeakReference<>(session);
		engine.channels().resumable(channel, closing(session));
		session = null;
		engine.channels().close(channel);
		await().until(() -> {
			System.gc();
			return gone.get() == null;
		});
		assertThat(engine.status().keptChannels()).isEqualTo(1);
	}

	private Runnable closing(Object session) {
		return () -> this.events.add(session.toString());
	}

	@Test
	void givesUpTheOldestChannelWhenThereAreTooMany() {
		this.mine.maxKept = 2;
		MiningEngine engine = this.mine.start();
		List<String> tokens = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			MiningChannel channel = used();
			tokens.add(engine.channels().resumable(channel, () -> {
			}));
			engine.channels().close(channel);
		}
		assertThat(resume(tokens.get(0))).isCompletedWithValue(null);
		assertThat(resume(tokens.get(1)).join()).isNotNull();
		assertThat(resume(tokens.get(2)).join()).isNotNull();
	}

	@Test
	void doesNotKeepAChannelWithoutAJob() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		String token = engine.channels().resumable(channel, () -> {
		});
		engine.channels().close(channel);
		assertThat(resume(token)).isCompletedWithValue(null);
	}

	/** Its miner would come back to have every share refused. */
	@Test
	void doesNotKeepAChannelThatCanTakeNoMoreShares() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		String token = engine.channels().resumable(channel, () -> {
		});
		byte[] hash = new byte[32];
		for (int i = 0; !channel.lease().seenShares().isFull(); i++) {
			LittleEndian.putInt(hash, 0, i);
			channel.lease().seenShares().add(hash, channel.lease().lastWork());
		}
		engine.channels().close(channel);
		assertThat(resume(token)).isCompletedWithValue(null);
	}

	@Test
	void doesNotLowerTheDifficultyOfAMinerForItsAbsence() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = engine.channels().open(TestMine.limits(1e-6));
		this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		String token = engine.channels().resumable(channel, () -> {
		});
		engine.channels().close(channel);
		this.mine.clock.pass(Duration.ofMinutes(9));
		assertThat(resume(token).join()).isSameAs(channel);
		this.mine.clock.pass(Duration.ofSeconds(5));
		assertThat(channel.timePassed(this.mine.clock.nanoTime())).isFalse();
		assertThat(channel.difficulty()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "0123456789abcdef", "12345678x", "0123456789ABCDEF0123456789ABCDEF" })
	void knowsNoChannelForATokenItDidNotGive(String token) {
		this.mine.start();
		assertThat(resume(token)).isCompletedWithValue(null);
	}

	@Test
	void resumesNothingWhenTheOldOwnerCannotBeClosed() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = used();
		String token = engine.channels().resumable(channel, () -> {
			throw new IllegalStateException("loop is gone");
		});
		CompletableFuture<@Nullable MiningChannel> resumed = resume(token);
		await().until(resumed::isDone);
		assertThat(resumed.join()).isNull();
		engine.channels().close(channel);
		assertThat(resume(token).join()).isSameAs(channel);
	}

	private MiningChannel used() {
		MiningChannel channel = this.mine.channel();
		this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		return channel;
	}

	private CompletableFuture<@Nullable MiningChannel> resume(String token) {
		return this.mine.engine().channels().resume(token).toCompletableFuture();
	}

}
