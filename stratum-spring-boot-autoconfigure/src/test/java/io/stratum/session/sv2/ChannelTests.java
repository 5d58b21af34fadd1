package io.stratum.session.sv2;

import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;
import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for channels of Stratum V2, over mining on a test chain.
 */
class ChannelTests extends ChannelFixture {

	@Test
	void opensAnExtendedChannelWithAFutureJobAndItsPrevHash() {
		List<Sv2Message> messages = connect(0).open(Sv2Client.extended(9, "alice.rig"));
		assertThat(messages).hasSize(3);
		OpenExtendedMiningChannelSuccess success = (OpenExtendedMiningChannelSuccess) messages.get(0);
		assertThat(success).isEqualTo(new OpenExtendedMiningChannelSuccess(9, 2, Sv2Mine.DIFFICULTY_ONE, 8,
				Octets.of((byte) 5, (byte) 0, (byte) 0, (byte) 0), 1));
		NewExtendedMiningJob job = (NewExtendedMiningJob) messages.get(1);
		assertThat(job.channelId()).isEqualTo(2);
		assertThat(job.minNtime()).isEmpty();
		assertThat(job.version()).isEqualTo(0x20000000);
		assertThat(job.versionRollingAllowed()).isTrue();
		SetNewPrevHash prevHash = (SetNewPrevHash) messages.get(2);
		assertThat(prevHash).isEqualTo(new SetNewPrevHash(2, job.jobId(),
				this.mine.engine.currentWork().template().previousBlock(), 1_767_323_045, this.mine.nBits));
		assertThat(this.mine.logins.get(0).dialect()).isEqualTo(Dialect.SV2);
		assertThat(this.mine.logins.get(0).userAgent()).isEqualTo("bitaxe/BM1370");
		assertThat(this.clients.get(0).session.workers()).containsExactly(Worker.of("alice.rig"));
		assertThat(this.clients.get(0).session.difficulty()).isEqualTo(1);
	}

	@Test
	void sendsTheBytesOfTheSpecification() {
		Sv2Client client = connect(0);
		client.sendHex("000013360000" + "010000000b757365722e776f726b6572a5d46853" + "ff".repeat(32) + "0200");
		List<String> frames = client.frames();
		assertThat(frames.get(0)).isEqualTo("000014330000" + "01000000" + "02000000"
				+ "0f00000000f0ffff0000000000ffff0f00000000f0ffff0000000000ffff0f00" + "0800" + "0405000000"
				+ "01000000");
		assertThat(frames.get(1)).startsWith("00801f");
		assertThat(frames.get(2)).startsWith("008020300000" + "02000000");
	}

	@Test
	void opensAStandardChannelWithItsOwnJob() {
		List<Sv2Message> messages = connect(STANDARD_JOBS).open(Sv2Client.standard(9, "alice"));
		assertThat(messages).hasSize(3);
		assertThat(messages.get(0)).isEqualTo(new OpenStandardMiningChannelSuccess(9, 2, Sv2Mine.DIFFICULTY_ONE,
				Octets.of(new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }), 1));
		NewMiningJob job = (NewMiningJob) messages.get(1);
		assertThat(job.minNtime()).isEmpty();
		assertThat(((SetNewPrevHash) messages.get(2)).jobId()).isEqualTo(job.jobId());
		assertThat(((SetNewPrevHash) messages.get(2)).channelId()).isEqualTo(2);
	}

	@Test
	void sendsOneJobToAGroup() {
		Sv2Client client = connect(0);
		client.openExtended("alice.a");
		client.openStandard("alice.b");
		client.openExtended("bob");
		this.mine.newTip();
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(4);
		NewExtendedMiningJob alice = (NewExtendedMiningJob) messages.get(0);
		NewExtendedMiningJob bob = (NewExtendedMiningJob) messages.get(2);
		assertThat(alice.channelId()).isEqualTo(1);
		assertThat(alice.minNtime()).isEmpty();
		assertThat(((SetNewPrevHash) messages.get(1)).channelId()).isEqualTo(1);
		assertThat(((SetNewPrevHash) messages.get(1)).jobId()).isEqualTo(alice.jobId());
		assertThat(bob.channelId()).isEqualTo(4);
		assertThat(((SetNewPrevHash) messages.get(3)).channelId()).isEqualTo(4);
		assertThat(bob.jobId()).isNotEqualTo(alice.jobId());
		this.mine.newWork();
		messages = client.messages();
		assertThat(messages).hasSize(2);
		assertThat(((NewExtendedMiningJob) messages.get(0)).minNtime())
			.isEqualTo(OptionalInt.of((int) this.mine.engine.currentWork().template().time()));
	}

	/** Networks for tests do so when no block was found for some time. */
	@Test
	void tellsOfATargetOfTheNetworkThatChangedOnTheSameBlock() {
		Sv2Client client = connect(0);
		client.openExtended("alice");
		Sv2Client standard = connect(STANDARD_JOBS);
		standard.openStandard("bob");
		this.mine.nBits = 0x207fffff;
		this.mine.newWork();
		for (Sv2Client each : this.clients) {
			List<Sv2Message> messages = each.messages();
			assertThat(messages).hasSize(2);
			SetNewPrevHash prevHash = (SetNewPrevHash) messages.get(1);
			assertThat(prevHash.nbits()).isEqualTo(0x207fffff);
			assertThat(prevHash.prevHash()).isEqualTo(this.mine.engine.currentWork().template().previousBlock());
			assertThat((messages.get(0) instanceof NewMiningJob job) ? job.minNtime()
					: ((NewExtendedMiningJob) messages.get(0)).minNtime())
				.isEmpty();
		}
	}

	@Test
	void encodesTheJobOfAGroupOnceForAllConnections() {
		Sv2Client first = connect(0);
		Sv2Client second = connect(0);
		first.openExtended("alice.a");
		second.openExtended("alice.b");
		first.addresses.clear();
		second.addresses.clear();
		this.mine.newTip();
		assertThat(first.frames()).hasSize(2).isEqualTo(second.frames());
		assertThat(first.addresses).hasSize(2).isEqualTo(second.addresses).doesNotContain(0L);
	}

	@Test
	void sendsStandardJobsWhereTheyAreRequired() {
		Sv2Client client = connect(STANDARD_JOBS);
		client.openStandard("alice.a");
		client.openStandard("alice.b");
		this.mine.newTip();
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(4);
		NewMiningJob first = (NewMiningJob) messages.get(0);
		NewMiningJob second = (NewMiningJob) messages.get(2);
		assertThat(List.of(first.channelId(), second.channelId())).containsExactly(2, 3);
		assertThat(first.merkleRoot()).isNotEqualTo(second.merkleRoot());
		assertThat(((SetNewPrevHash) messages.get(1)).channelId()).isEqualTo(2);
		assertThat(((SetNewPrevHash) messages.get(3)).channelId()).isEqualTo(3);
		this.mine.newWork();
		assertThat(client.messages()).hasSize(2)
			.allSatisfy((message) -> assertThat(((NewMiningJob) message).minNtime()).isPresent());
	}

	@Test
	void refusesChannels() {
		Sv2Client client = connect(0);
		client.send(Sv2Client.extended(1, "bad"));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(1, "unknown-user"));
		client.send(Sv2Client.extended(1, "broken"));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(1, "temporarily-unavailable"));
		client.send(new OpenExtendedMiningChannel(2, Octets.of("a"), 0, Target.MAX, 9));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(2, "min-extranonce-size-too-large"));
		assertThat(client.openExtended("alice")).isEqualTo(2);
		Sv2Client standard = connect(STANDARD_JOBS);
		standard.send(Sv2Client.extended(1, "alice"));
		assertThat(standard.messages())
			.containsExactly(new OpenMiningChannelError(1, "extended-channels-not-supported-for-standard-jobs"));
	}

	@Test
	void limitsTheNumberOfChannels() {
		Sv2Client client = connect(0);
		this.mine.threads.deferring = true;
		client.send(Sv2Client.extended(1, "a"), Sv2Client.extended(2, "b"), Sv2Client.standard(3, "c"),
				Sv2Client.standard(4, "d"));
		assertThat(client.messages()).containsExactly(new OpenMiningChannelError(4, "too-many-channels"));
		// Nobody waits for the login of another
		this.mine.decisions.get(1).run();
		List<Sv2Message> messages = client.messages();
		assertThat(messages).hasSize(3);
		assertThat(((OpenExtendedMiningChannelSuccess) messages.get(0)).requestId()).isEqualTo(2);
		this.mine.threads.deferring = false;
		client.send(new CloseChannel(((OpenExtendedMiningChannelSuccess) messages.get(0)).channelId(), "done"));
		assertThat(client.open(Sv2Client.standard(5, "e"))).hasSize(3);
	}

	@Test
	void staysInsideTheBuffersOfFirmware() {
		Sv2Client client = connect(0);
		client.send(Sv2Client.extended(1, "alice"));
		assertThat(client.frames()).allSatisfy((frame) -> assertThat(frame.length() / 2 - 6).isLessThanOrEqualTo(8192));
	}

	@Test
	void forbidsRollingWhereTheTemplateNeedsABit() {
		this.mine.requiredVersionBits = 1 << 5;
		NewExtendedMiningJob job = (NewExtendedMiningJob) connect(0).open(Sv2Client.extended(1, "alice")).get(1);
		assertThat(job.versionRollingAllowed()).isFalse();
		assertThat(job.version()).isEqualTo(0x20000020);
	}

}
