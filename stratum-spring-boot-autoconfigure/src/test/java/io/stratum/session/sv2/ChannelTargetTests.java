package io.stratum.session.sv2;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the targets of channels, and for channels that move or are held back.
 */
class ChannelTargetTests extends ChannelFixture {

	@Test
	void startsTheDifficultyFromTheHashRate() {
		Sv2Client client = connect(0);
		// 16 hashes a share, 10 seconds between shares
		client.send(new OpenExtendedMiningChannel(1, Octets.of("alice"), 16, Target.MAX, 0));
		OpenExtendedMiningChannelSuccess success = (OpenExtendedMiningChannelSuccess) client.messages().get(0);
		assertThat(success.target().difficulty(Sv2Mine.DIFFICULTY_ONE)).isEqualTo(10);
	}

	@Test
	void honoursTheMaximumTarget() {
		Sv2Client client = connect(0);
		Target wanted = Target.of(BigInteger.ONE.shiftLeft(241).subtract(BigInteger.TEN));
		client.send(new OpenStandardMiningChannel(1, Octets.of("alice"), 0, wanted));
		OpenStandardMiningChannelSuccess success = (OpenStandardMiningChannelSuccess) client.messages().get(0);
		assertThat(success.target()).isLessThanOrEqualTo(wanted);
		// Above the difficulty of the network, which is 256
		assertThat(success.target().difficulty(Sv2Mine.DIFFICULTY_ONE)).isBetween(2047.9, 2048.1);
		client.send(new OpenExtendedMiningChannel(2, Octets.of("alice"), 0, Target.of(BigInteger.ONE), 0));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(2, "max-target-out-of-range"));
		client.send(new OpenExtendedMiningChannel(3, Octets.of("alice"), 0, Target.of(BigInteger.ZERO), 0));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(3, "max-target-out-of-range"));
	}

	@Test
	void refusesATargetThatAFixedDifficultyDoesNotMeet() {
		this.mine.variable = false;
		Sv2Client client = connect(0);
		client.send(new OpenStandardMiningChannel(1, Octets.of("alice"), 0, Target.of(BigInteger.ONE.shiftLeft(251))));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(1, "max-target-out-of-range"));
		int channel = client.openStandard("alice");
		client.send(new UpdateChannel(channel, 1, Target.of(BigInteger.ONE.shiftLeft(251))));
		assertThat(client.messages()).containsExactly(new UpdateChannelError(channel, "max-target-out-of-range"));
	}

	@Test
	void updatesChannels() {
		Sv2Client client = connect(0);
		int channel = client.openExtended("alice");
		client.send(new UpdateChannel(channel, 0, Target.MAX), new UpdateChannel(channel, 2, Target.MAX));
		assertThat(client.messages()).isEmpty();
		Target wanted = Target.ofDifficulty(4, Sv2Mine.DIFFICULTY_ONE);
		client.send(new UpdateChannel(channel, 0, wanted));
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(2);
		assertThat(messages.get(0)).isEqualTo(new SetTarget(channel, wanted));
		assertThat(((NewExtendedMiningJob) messages.get(1)).channelId()).isEqualTo(channel);
		assertThat(((NewExtendedMiningJob) messages.get(1)).minNtime()).isPresent();
		client.send(new UpdateChannel(channel, 32, Target.MAX));
		messages = client.messages();
		assertThat(((SetTarget) messages.get(0)).maximumTarget().difficulty(Sv2Mine.DIFFICULTY_ONE)).isEqualTo(20);
		client.send(new UpdateChannel(99, 1, Target.MAX), new UpdateChannel(channel, 1, Target.of(BigInteger.ONE)));
		assertThat(client.messages()).containsExactly(new UpdateChannelError(99, "invalid-channel-id"),
				new UpdateChannelError(channel, "max-target-out-of-range"));
	}

	@Test
	void setsTargetsWithTheNextGroupJob() {
		Sv2Client client = connect(0);
		client.openExtended("alice.a");
		client.openExtended("alice.b");
		this.mine.nBits = 0x207fffff;
		this.mine.newTip();
		// The network has become easier than difficulty 1, the minimum
		assertThat(client.messages()).hasSize(2);
		this.mine.nBits = 0x1f0fffff;
		client.send(new UpdateChannel(2, 16, Target.MAX));
		assertThat(client.messages()).isEmpty();
		this.mine.newTip();
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(3);
		assertThat(messages.get(0)).isEqualTo(new SetTarget(2, Target.ofDifficulty(10, Sv2Mine.DIFFICULTY_ONE)));
		assertThat(((NewExtendedMiningJob) messages.get(1)).channelId()).isEqualTo(1);
	}

	@Test
	void keepsTheLatestJobForAPeerThatDoesNotRead() {
		Sv2Client client = connect(0);
		client.openExtended("alice");
		client.writable(false);
		this.mine.newTip();
		assertThat(client.messages()).isEmpty();
		this.mine.newTip();
		assertThat(client.messages()).isEmpty();
		assertThat(this.mine.skipped).isEqualTo(1);
		client.writable(true);
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(2);
		assertThat(((SetNewPrevHash) messages.get(1)).prevHash())
			.isEqualTo(this.mine.engine.currentWork().template().previousBlock());
	}

	@Test
	void startsAChannelWhenThePeerReadsAgain() {
		Sv2Client client = connect(0);
		client.openExtended("alice.a");
		this.mine.threads.deferring = true;
		client.send(Sv2Client.extended(2, "alice.b"));
		client.writable(false);
		this.mine.decisions.forEach(Runnable::run);
		this.mine.loop.run();
		this.mine.newWork();
		assertThat(client.messages()).singleElement().isInstanceOf(OpenExtendedMiningChannelSuccess.class);
		client.writable(true);
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(3);
		NewExtendedMiningJob first = (NewExtendedMiningJob) messages.get(0);
		NewExtendedMiningJob group = (NewExtendedMiningJob) messages.get(2);
		assertThat(first.minNtime()).isEmpty();
		assertThat(((SetNewPrevHash) messages.get(1)).jobId()).isEqualTo(first.jobId());
		assertThat(List.of(first.channelId(), group.channelId())).containsExactly(3, 1);
		assertThat(group.minNtime()).isPresent();
		assertThat(group.jobId()).isNotEqualTo(first.jobId());
	}

	@Test
	void movesAChannelToAnotherExtranonce() {
		Sv2Client client = connect(0);
		client.openExtended("alice.a");
		client.openExtended("alice.b");
		Sv2Mining mining = client.session.mining(this.mine.engine, new Sv2Settings(1, SECOND, 1));
		mining.changeExtranonce(mining.channels().find(2));
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(2);
		assertThat(messages.get(0))
			.isEqualTo(new SetExtranoncePrefix(2, Octets.of((byte) 5, (byte) 0, (byte) 0, (byte) 2)));
		NewExtendedMiningJob job = (NewExtendedMiningJob) messages.get(1);
		assertThat(job.channelId()).isEqualTo(2);
		assertThat(job.minNtime()).isPresent();
	}

	@Test
	void lowersTheTargetOfASilentMiner() {
		Sv2Client client = connect(0);
		client.open(new OpenExtendedMiningChannel(1, Octets.of("alice"), 160, Target.MAX, 0));
		Target before = Target.ofDifficulty(100, Sv2Mine.DIFFICULTY_ONE);
		for (int i = 0; i < 5; i++) {
			this.mine.pass(client, Duration.ofSeconds(60));
		}
		List<Sv2Message> messages = client.messages();
		assertThat(((SetTarget) messages.get(0)).maximumTarget()).isGreaterThan(before);
		assertThat(((NewExtendedMiningJob) messages.get(1)).minNtime()).isPresent();
	}

}
