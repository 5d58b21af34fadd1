package io.stratum.session.sv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a miner which does what the specification says is never told that its work
 * is too easy, whatever happens in which order: new jobs and blocks, another difficulty
 * of the network, of the server or by the wish of the miner, and pauses of reading.
 */
class FaithfulMinerTests {

	private static final int STEPS = 400;

	private static final int[] NETWORK = { 0x1f0fffff, 0x2000ffff, 0x1f3fffff, 0x1f7fffff };

	private final Sv2Mine mine = new Sv2Mine();

	private final List<Sv2Client> clients = new ArrayList<>();

	private Random random;

	@AfterEach
	void close() {
		this.clients.forEach(Sv2Client::close);
		this.mine.loop.run();
		this.mine.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void neverWorksForATargetThatIsTooEasy(long seed) {
		this.random = new Random(seed);
		this.mine.maximum = 64;
		this.mine.maxChannels = 1000;
		this.mine.start();
		FaithfulMiner grouped = connect(0);
		FaithfulMiner single = connect(SetupConnection.REQUIRES_STANDARD_JOBS);
		open(0);
		open(1);
		for (int i = 0; i < STEPS; i++) {
			step((this.random.nextInt(3) > 0) ? 0 : 1, (this.random.nextInt(3) > 0) ? grouped : single);
		}
		for (FaithfulMiner miner : List.of(grouped, single)) {
			this.clients.forEach((client) -> client.writable(true));
			miner.read(Integer.MAX_VALUE);
			assertThat(miner.refusals).isSubsetOf("stale-share", "invalid-job-id");
			miner.refusals.clear();
			miner.channels().forEach(miner::mine);
			miner.read(Integer.MAX_VALUE);
			assertThat(miner.refusals).isEmpty();
			assertThat(miner.submitted).isGreaterThan(STEPS / 10);
		}
	}

	private void step(int index, FaithfulMiner miner) {
		switch (this.random.nextInt(10)) {
			case 0 -> work();
			case 1 -> open(index);
			case 2 -> update(index, miner);
			case 3 -> this.clients.forEach((client) -> {
				client.writable(true);
				this.mine.pass(client, Duration.ofSeconds(this.random.nextInt(60)));
			});
			case 4 -> this.clients.get(index).writable(this.random.nextInt(3) > 0);
			case 5 -> miner.read(this.random.nextInt(6));
			default -> mine(index, miner);
		}
	}

	private void work() {
		if (this.random.nextBoolean()) {
			this.mine.nBits = NETWORK[this.random.nextInt(NETWORK.length)];
		}
		if (this.random.nextBoolean()) {
			this.mine.newTip();
		}
		else {
			this.mine.newWork();
		}
	}

	private void open(int index) {
		Octets user = Octets.of("user" + this.random.nextInt(2));
		float hashRate = this.random.nextInt(4) * 16;
		Sv2Message standard = new OpenStandardMiningChannel(1, user, hashRate, target());
		Sv2Message extended = new OpenExtendedMiningChannel(1, user, hashRate, target(), 4);
		this.clients.get(index).send((index == 1 || this.random.nextInt(4) == 0) ? standard : extended);
	}

	private void update(int index, FaithfulMiner miner) {
		FaithfulMiner.Channel channel = any(miner);
		if (channel != null && this.random.nextInt(8) == 0) {
			miner.close(channel);
		}
		else if (channel != null) {
			this.clients.get(index).send(new UpdateChannel(channel.id, this.random.nextInt(6) * 8, target()));
		}
	}

	private Target target() {
		return this.random.nextBoolean() ? Target.MAX
				: Target.ofDifficulty(1 + this.random.nextInt(30), Sv2Mine.DIFFICULTY_ONE);
	}

	private void mine(int index, FaithfulMiner miner) {
		if (this.random.nextInt(4) > 0) {
			miner.read(Integer.MAX_VALUE);
		}
		FaithfulMiner.Channel channel = any(miner);
		if (channel != null) {
			for (int i = this.random.nextInt(8); i >= 0; i--) {
				this.mine.elapsed.addAndGet(Duration.ofMillis(this.random.nextInt(4000)).toNanos());
				miner.mine(channel);
			}
		}
	}

	private FaithfulMiner.Channel any(FaithfulMiner miner) {
		List<FaithfulMiner.Channel> channels = miner.channels();
		return channels.isEmpty() ? null : channels.get(this.random.nextInt(channels.size()));
	}

	private FaithfulMiner connect(int flags) {
		Sv2Client client = this.mine.connect().setUp(flags);
		this.clients.add(client);
		return new FaithfulMiner(client);
	}

}
