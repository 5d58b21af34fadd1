package io.stratum.session.sv2;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that legal messages in any order, with numbers of channels and jobs that may or
 * may not exist, never make a session fail or leave something behind.
 */
class AnyOrderTests {

	private static final int CONNECTIONS = 25;

	private static final int STEPS = 80;

	private static final float[] RATES = { 0, 1, 1000, 1e12f, Float.MIN_VALUE, Float.MAX_VALUE };

	private final Sv2Mine mine = new Sv2Mine();

	private Random random;

	@AfterEach
	void close() {
		this.mine.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void takesLegalMessagesInAnyOrder(long seed) {
		this.random = new Random(seed);
		this.mine.maxChannels = 5;
		this.mine.maxPending = 8;
		this.mine.customJobs = (job, template) -> this.random.nextBoolean() ? Decision.accepted()
				: Decision.refused("invalid-mining-job-token", "no");
		this.mine.start();
		for (int i = 0; i < CONNECTIONS; i++) {
			Sv2Client client = this.mine.connect().setUp(this.random.nextInt(8));
			for (int j = 0; j < STEPS && !client.closed; j++) {
				step(client);
			}
			this.mine.decisions.forEach(Runnable::run);
			this.mine.decisions.clear();
			client.close();
			this.mine.loop.run();
			assertThat(client.usedMemory()).isZero();
			assertThat(this.mine.engine.status().groups()).isZero();
		}
		assertThat(this.mine.malformed).isZero();
		assertThat(this.mine.handled).noneMatch((entry) -> entry.endsWith("failure"));
	}

	private void step(Sv2Client client) {
		switch (this.random.nextInt(20)) {
			case 0 -> this.mine.pass(client, Duration.ofMillis(this.random.nextInt(3000)));
			case 1 -> client.writable(!client.writable);
			case 2 -> this.mine.threads.deferring = this.random.nextBoolean();
			case 3 -> {
				this.mine.decisions.forEach(Runnable::run);
				this.mine.decisions.clear();
				this.mine.loop.run();
			}
			case 4 -> work();
			default -> {
				client.send(message(), message());
				client.frames();
			}
		}
	}

	private void work() {
		if (this.random.nextInt(4) == 0) {
			this.mine.nBits = this.random.nextBoolean() ? 0x1f0fffff : 0x207fffff;
			this.mine.newTip();
		}
	}

	private Sv2Message message() {
		return switch (this.random.nextInt(9)) {
			case 0 -> new OpenStandardMiningChannel(this.random.nextInt(), user(), rate(), target());
			case 1 ->
				new OpenExtendedMiningChannel(this.random.nextInt(), user(), rate(), target(), this.random.nextInt(10));
			case 2 -> new UpdateChannel(channel(), rate(), target());
			case 3 -> new CloseChannel(channel(), "bye");
			case 4 -> new RequestExtensions(1, List.of(this.random.nextInt(4), this.random.nextInt(0x10000)));
			case 5 -> new SubmitSharesStandard(channel(), 1, job(), this.random.nextInt(), time(), 0x20000000);
			case 6 -> customJob();
			default -> new SubmitSharesExtended(channel(), 1, job(), this.random.nextInt(), time(), 0x20000000,
					bytes(this.random.nextInt(4) > 0 ? 8 : 32), bytes(this.random.nextInt(60)));
		};
	}

	private SetCustomMiningJob customJob() {
		boolean current = this.random.nextInt(4) > 0;
		Hash256 previous = this.mine.engine.currentWork().template().previousBlock();
		int height = this.mine.engine.currentWork().template().height();
		List<Hash256> path = new ArrayList<>();
		for (int i = this.random.nextInt(10); i > 0; i--) {
			path.add(previous);
		}
		Octets outputs = current ? Octets.of(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x51 })
				: bytes(this.random.nextInt(100));
		Octets prefix = (height < 128) ? Octets.of((byte) 1, (byte) height)
				: Octets.of((byte) 2, (byte) height, (byte) (height >> 8));
		return new SetCustomMiningJob(channel(), 1, bytes(3), 0x20000000,
				current ? previous : Hash256.ofInternal(new byte[32]), time(), this.mine.nBits, 2, prefix, -1, outputs,
				0, path);
	}

	private Octets user() {
		return switch (this.random.nextInt(5)) {
			case 0 -> Octets.EMPTY;
			case 1 -> Octets.of("bad");
			case 2 -> bytes(255);
			default -> Octets.of("alice." + this.random.nextInt(3));
		};
	}

	private Target target() {
		return switch (this.random.nextInt(4)) {
			case 0 -> Target.of(new BigInteger(256, this.random));
			case 1 -> Target.of(BigInteger.valueOf(this.random.nextInt(2)));
			default -> Target.MAX;
		};
	}

	private float rate() {
		return RATES[this.random.nextInt(RATES.length)];
	}

	private int channel() {
		return this.random.nextInt(12) - 1;
	}

	private int job() {
		return this.random.nextInt(400);
	}

	private int time() {
		return (int) this.mine.clock().instant().getEpochSecond() + this.random.nextInt(100);
	}

	private Octets bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return Octets.of(bytes);
	}

}
