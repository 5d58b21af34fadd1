package io.stratum.session.sv2;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of channels.
 */
class ChannelEndTests extends ChannelFixture {

	@Test
	void leavesWhenAUserIsAcceptedTooLate() {
		Sv2Client client = connect(0);
		this.mine.threads.deferring = true;
		client.send(Sv2Client.extended(1, "a"));
		client.close();
		this.mine.decisions.forEach(Runnable::run);
		assertThat(client.frames()).isEmpty();
	}

	@Test
	void closesChannelsAndForgetsThem() {
		Sv2Client client = connect(0);
		int channel = client.openExtended("alice");
		client.send(new CloseChannel(channel, "bye"), new CloseChannel(channel, "bye"), new CloseChannel(77, "bye"));
		assertThat(client.messages()).isEmpty();
		assertThat(this.mine.engine.status().groups()).isZero();
		this.mine.newTip();
		assertThat(client.messages()).isEmpty();
		OpenExtendedMiningChannelSuccess next = (OpenExtendedMiningChannelSuccess) client
			.open(Sv2Client.extended(1, "bob"))
			.get(0);
		// Neither the channel nor the group has an id that was used
		assertThat(List.of(next.groupChannelId(), next.channelId())).containsExactly(3, 4);
	}

	@Test
	void closesAllChannelsOfAGroup() {
		Sv2Client client = connect(0);
		client.openExtended("alice.a");
		client.openStandard("alice.b");
		int other = client.openExtended("bob");
		client.send(new CloseChannel(1, "bye"));
		assertThat(client.session.workers()).containsExactly(Worker.of("bob"));
		this.mine.newTip();
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(2);
		assertThat(((NewExtendedMiningJob) messages.get(0)).channelId()).isNotEqualTo(1);
		client.send(new CloseChannel(other, "bye"));
		assertThat(client.session.workers()).isEmpty();
	}

	@Test
	void closesPeersThatDoNotRead() {
		Sv2Client client = connect(0);
		client.openExtended("alice");
		client.pending = 100_001;
		this.mine.newTip();
		client.frames();
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.SLOW);
	}

	@Test
	void closesGroupsWhenThereIsNoWork() {
		Sv2Client client = connect(0);
		client.openExtended("alice");
		client.openExtended("bob");
		client.session.workExpired();
		assertThat(client.messages()).containsExactly(new CloseChannel(1, "no-work-available"),
				new CloseChannel(3, "no-work-available"));
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.NO_WORK);
	}

	@Test
	void closesWhenWorkIsTooOld() {
		Sv2Client client = connect(0);
		client.openExtended("alice");
		this.mine.pass(client, Duration.ofMinutes(10).plus(SECOND));
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.NO_WORK);
		Sv2Client late = connect(0);
		late.send(Sv2Client.extended(1, "alice"));
		assertThat(late.messages()).containsExactly(new OpenMiningChannelError(1, "no-work-available"));
	}

}
