package io.stratum.session.sv2;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ban.BanSubject;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for bans of workers in sessions of Stratum V2.
 */
class Sv2BanTests {

	private final TestBans config = new TestBans();

	private Bans bans = this.config.create();

	private final Sv2Mine mine = new Sv2Mine();

	private Sv2Client client;

	private int job;

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void closesTheChannelOfAWorkerAndSparesTheOthers() {
		connect();
		int bad = open("mallory").channelId();
		int job = this.job;
		OpenExtendedMiningChannelSuccess good = open("alice.good");
		Sv2Message last = null;
		for (int i = 0; i < TestBans.CHECK_SHARES; i++) {
			this.client.send(invalid(bad, i, job));
			last = this.client.messages().get(0);
		}
		assertThat(last).isInstanceOf(SubmitSharesError.class);
		assertThat(this.mine.rejected).containsOnly(RejectReason.LOW_DIFFICULTY);
		this.client.send(invalid(bad, 99, job));
		assertThat(this.client.messages()).contains(new SubmitSharesError(bad, 99, "invalid-channel-id"));
		assertThat(this.client.session.workers()).extracting("name").containsExactly("alice.good");
		assertThat(this.client.closed).isFalse();
		this.client.send(invalid(good.channelId(), 1, this.job));
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(good.channelId(), 1, "difficulty-too-low"));
	}

	@Test
	void tellsTheClientWhichChannelEnded() {
		connect();
		int banned = open("alice.1").channelId();
		int other = open("alice.2").channelId();
		this.bans.add(new BanSubject.Worker("alice.1"), null, "");
		this.mine.pass(this.client, Duration.ofSeconds(1));
		assertThat(this.client.messages()).containsExactly(new CloseChannel(banned, "banned"));
		this.mine.newTip();
		assertThat(this.client.messages()).isNotEmpty();
		assertThat(this.mine.engine.bans().size()).isOne();
		this.bans.add(new BanSubject.Account("alice"), null, "");
		this.mine.pass(this.client, Duration.ofSeconds(1));
		assertThat(this.client.messages()).contains(new CloseChannel(other, "banned"));
		assertThat(this.client.closed).isFalse();
	}

	@Test
	void refusesToOpenAChannelForABannedWorker() {
		connect();
		this.bans.add(new BanSubject.Account("alice"), null, "");
		assertThat(this.client.open(Sv2Client.extended(1, "alice.1")))
			.containsExactly(new OpenMiningChannelError(1, "banned"));
		assertThat(this.client.open(Sv2Client.standard(2, "alice.2")))
			.containsExactly(new OpenMiningChannelError(2, "banned"));
		assertThat(this.client.open(Sv2Client.extended(3, "bob")).get(0))
			.isInstanceOf(OpenExtendedMiningChannelSuccess.class);
	}

	@Test
	void tellsWhyWhenTheAddressIsBanned() {
		connect();
		int channel = open("alice.1").channelId();
		int group = 1;
		this.client.session.close(CloseReason.BANNED);
		assertThat(this.client.messages()).containsExactly(new CloseChannel(group, "banned"));
		assertThat(channel).isNotEqualTo(group);
	}

	@Test
	void closesTheChannelOfAUserWhoIsBannedWhileItOpens() {
		connect();
		open("bob");
		this.mine.threads.deferring = true;
		this.client.send(Sv2Client.extended(2, "alice"));
		this.mine.decisions.get(0).run();
		this.bans.add(new BanSubject.Worker("alice"), null, "");
		this.client.session.sweep(this.mine.elapsed.get());
		this.mine.loop.run();
		assertThat(this.client.session.workers()).extracting("name").containsExactly("bob", "alice");
		this.mine.pass(this.client, Duration.ofSeconds(1));
		assertThat(this.client.session.workers()).extracting("name").containsExactly("bob");
	}

	@Test
	void opensAChannelForAUserWithoutAName() {
		connect();
		this.bans.add(new BanSubject.Worker("mallory"), null, "");
		int channel = open("").channelId();
		for (int i = 0; i < 2 * TestBans.CHECK_SHARES; i++) {
			this.client.send(invalid(channel, i, this.job));
			assertThat(this.client.messages()).containsExactly(new SubmitSharesError(channel, i, "difficulty-too-low"));
		}
		assertThat(this.bans.size()).isOne();
	}

	@Test
	void opensAChannelWhenThePolicyFails() {
		this.bans = this.config.failing();
		connect();
		assertThat(this.client.open(Sv2Client.extended(1, "alice"))).first()
			.isInstanceOf(OpenExtendedMiningChannelSuccess.class);
		assertThat(this.client.closed).isFalse();
	}

	private void connect() {
		this.mine.bans = this.bans;
		// No share meets this by chance.
		this.mine.initial = 1e6;
		this.client = this.mine.start().connect();
		this.client.remoteAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		this.client.setUp(0);
	}

	private OpenExtendedMiningChannelSuccess open(String user) {
		var messages = this.client.open(Sv2Client.extended(1, user));
		messages.stream()
			.filter(NewExtendedMiningJob.class::isInstance)
			.forEach((message) -> this.job = ((NewExtendedMiningJob) message).jobId());
		return (OpenExtendedMiningChannelSuccess) messages.get(0);
	}

	private SubmitSharesExtended invalid(int channel, int sequence, int jobId) {
		return new SubmitSharesExtended(channel, sequence, jobId, sequence, time(), 0x20000000, Octets.of(new byte[8]),
				Octets.EMPTY);
	}

	private int time() {
		return (int) this.mine.clock().instant().getEpochSecond();
	}

}
