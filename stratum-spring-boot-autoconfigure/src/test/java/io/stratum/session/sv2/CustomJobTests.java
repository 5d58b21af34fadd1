package io.stratum.session.sv2;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs that clients select.
 */
class CustomJobTests extends CustomJobFixture {

	@Test
	void creditsSharesOfAnAcceptedJob() {
		open();
		SetCustomMiningJobSuccess success = accept(job(2));
		assertThat(success).isEqualTo(new SetCustomMiningJobSuccess(2, 9, success.jobId()));
		SubmitSharesExtended share = share(success.jobId(), SHARE);
		this.client.send(share, share);
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(2, share.sequenceNumber(), "duplicate-share"));
		assertThat(this.mine.accepted).singleElement().satisfies((credited) -> {
			assertThat(credited.worker()).isEqualTo(Worker.of("alice.rig"));
			assertThat(credited.height()).isEqualTo(100);
			assertThat(credited.block()).isFalse();
		});
	}

	@Test
	void asksThePolicyWithWhatTheClientSent() {
		open();
		accept(job(2));
		CustomJob job = this.asked.get(0);
		assertThat(job.worker()).isEqualTo(Worker.of("alice.rig"));
		assertThat(job.token()).containsExactly(1, 2, 3);
		assertThat(job.coinbase().outputs()).containsExactly(new TxOutput(5_000_000_000L, new byte[] { 0x51 }),
				new TxOutput(0, new byte[] { 0x6a, 0 }));
		assertThat(job.merklePath()).isEqualTo(PATH);
	}

	@Test
	void leavesBlocksOfCustomJobsToTheClient() {
		open();
		int id = accept(job(2)).jobId();
		this.client.send(share(id, BLOCK::isMetBy));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1));
		assertThat(this.mine.accepted).extracting(Share::block).containsExactly(true);
		assertThat(this.mine.engine.status().openSubmissions()).isZero();
		assertThat(this.mine.submitted).isEmpty();
	}

	@Test
	void sendsNoJobsOfItsOwn() {
		open();
		this.mine.newWork();
		assertThat(this.client.messages()).isEmpty();
		this.mine.newTip();
		assertThat(this.client.messages()).isEmpty();
	}

	@Test
	void keepsAJobUntilTheTipChangesHoweverOldItIs() {
		open();
		int id = accept(job(2)).jobId();
		SubmitSharesExtended first = share(id, SHARE);
		SubmitSharesExtended second = share(id, SHARE);
		SubmitSharesExtended third = share(id, SHARE);
		this.client.send(first);
		for (int i = 0; i < 12; i++) {
			this.mine.newWork();
		}
		this.client.send(first, second);
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(2, first.sequenceNumber(), "duplicate-share"));
		assertThat(this.mine.accepted).hasSize(2);
		this.mine.newTip();
		this.client.send(third);
		assertThat(this.client.messages()).contains(new SubmitSharesError(2, third.sequenceNumber(), "stale-share"));
		this.client.send(job(2));
		assertThat(code()).isEqualTo("stale-chain-tip");
	}

	@Test
	void makesTheExtranonceOfEveryChannelUnlikeAnyOther() {
		open();
		assertThat(this.channel.extranoncePrefix().length()).isEqualTo(12);
		assertThat(this.channel.extranonceSize()).isEqualTo(8);
		OpenExtendedMiningChannelSuccess second = (OpenExtendedMiningChannelSuccess) this.client
			.open(Sv2Client.extended(2, "alice.rig2"))
			.get(0);
		assertThat(second.extranoncePrefix().toByteArray()).isNotEqualTo(this.channel.extranoncePrefix().toByteArray());
	}

	@Test
	void givesAJobToAllChannelsOfAGroup() {
		open();
		OpenExtendedMiningChannelSuccess second = (OpenExtendedMiningChannelSuccess) this.client
			.open(Sv2Client.extended(2, "alice.rig2"))
			.get(0);
		SetCustomMiningJobSuccess success = accept(job(this.channel.groupChannelId()));
		assertThat(success.channelId()).isEqualTo(this.channel.groupChannelId());
		this.client.send(share(success.jobId(), SHARE));
		this.channel = second;
		this.client.send(share(success.jobId(), SHARE));
		assertThat(this.mine.accepted).extracting((share) -> share.worker().name())
			.containsExactly("alice.rig", "alice.rig2");
	}

	@Test
	void readsNoMoreJobsThanItCanKeepUntilTheyAreDecided() {
		open();
		List<CompletableFuture<Decision>> undecided = new CopyOnWriteArrayList<>();
		this.decider = () -> {
			CompletableFuture<Decision> decision = new CompletableFuture<>();
			undecided.add(decision);
			return this.mine.threads.await(decision);
		};
		this.mine.threads.deferring = true;
		for (int i = 0; i < 10; i++) {
			this.client.send(job(2));
		}
		assertThat(undecided).hasSize(8);
		assertThat(this.client.reading).isFalse();
		this.mine.threads.deferring = false;
		this.decider = () -> this.decision;
		undecided.forEach((decision) -> this.mine.threads.complete(decision, this.decision));
		assertThat(this.client.messages()).hasSize(10).hasOnlyElementsOfType(SetCustomMiningJobSuccess.class);
		assertThat(this.client.reading).isTrue();
	}

	@Test
	void tellsAHarderTargetWithTheNextJob() {
		open();
		int id = accept(job(2)).jobId();
		for (int i = 0; i < 40; i++) {
			this.mine.elapsed.addAndGet(Duration.ofMillis(300).toNanos());
			this.client.send(share(id, SHARE));
		}
		assertThat(this.client.messages()).allMatch(SubmitSharesSuccess.class::isInstance);
		this.client.send(job(2));
		List<Sv2Message> messages = this.client.messages();
		assertThat(messages).hasSize(2);
		SetTarget target = (SetTarget) messages.get(0);
		assertThat(target.maximumTarget()).isLessThan(Sv2Mine.DIFFICULTY_ONE);
		assertThat(messages.get(1)).isInstanceOf(SetCustomMiningJobSuccess.class);
		this.mine.pass(this.client, Duration.ofMinutes(5));
		assertThat(this.client.messages()).filteredOn(SetTarget.class::isInstance)
			.singleElement()
			.satisfies(
					(easier) -> assertThat(((SetTarget) easier).maximumTarget()).isGreaterThan(target.maximumTarget()));
	}

	@Test
	void tellsAHarderTargetAtOnceIfTheClientDemandsIt() {
		open();
		accept(job(2));
		Target wanted = Target.ofDifficulty(4, Sv2Mine.DIFFICULTY_ONE);
		this.client.send(new UpdateChannel(2, 0, wanted));
		assertThat(this.client.only(SetTarget.class).maximumTarget()).isLessThanOrEqualTo(wanted);
	}

}
