package io.stratum.session.sv2;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for shares of Stratum V2 and their acknowledgement.
 */
class SubmitSharesTests extends SubmitSharesFixture {

	@Test
	void acknowledgesSharesInBatches() {
		open();
		this.client.send(share(SHARE), share(SHARE));
		assertThat(this.client.messages()).isEmpty();
		this.client.send(share(SHARE), share(SHARE));
		assertThat(this.client.frames())
			.containsExactly("00801c140000" + "02000000" + "03000000" + "03000000" + "0300000000000000");
		this.mine.pass(this.client, Duration.ofSeconds(1));
		assertThat(this.client.messages()).isEmpty();
		this.mine.pass(this.client, Duration.ofSeconds(1));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 4, 1, 1));
		this.mine.pass(this.client, Duration.ofSeconds(9));
		assertThat(this.client.messages()).isEmpty();
		assertThat(this.mine.accepted).hasSize(4)
			.allSatisfy((share) -> assertThat(share.worker()).isEqualTo(Worker.of("alice.rig")));
	}

	@Test
	void submitsABlockAndAcknowledgesItAtOnce() {
		open();
		this.client.send(share(BLOCK::isMetBy));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1));
		await().until(() -> this.mine.submitted.size() == 1);
		assertThat(this.mine.submitted.get(0).height()).isEqualTo(100);
	}

	@Test
	void judgesSharesOfStandardChannels() {
		this.client = this.mine.start().connect().setUp(SetupConnection.REQUIRES_STANDARD_JOBS);
		List<Sv2Message> messages = this.client.open(Sv2Client.standard(1, "alice"));
		NewMiningJob standard = (NewMiningJob) messages.get(1);
		SetNewPrevHash tip = (SetNewPrevHash) messages.get(2);
		for (Predicate<byte[]> wanted : List.of(SHARE, (Predicate<byte[]>) BLOCK::isMetBy)) {
			byte[] header = Sv2Mine.search(wanted, standard.merkleRoot().toInternal(), standard.version(),
					tip.prevHash(), tip.minNtime(), tip.nbits());
			SubmitSharesStandard share = new SubmitSharesStandard(2, 5, standard.jobId(),
					LittleEndian.getInt(header, 76), tip.minNtime(), standard.version());
			this.client.send(share);
			boolean block = wanted != SHARE;
			assertThat(this.client.messages()).hasSize(block ? 1 : 0);
			this.client.send(share);
			assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 5, "duplicate-share"));
		}
		await().until(() -> this.mine.submitted.size() == 1);
		this.client.send(new SubmitSharesExtended(2, 6, standard.jobId(), 0, 0, 0, Octets.EMPTY, Octets.EMPTY));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 6, "invalid-channel-id"));
	}

	@Test
	void judgesSharesOfStandardChannelsForJobsOfTheirGroup() {
		this.client = this.mine.start().connect().setUp(0);
		int standard = this.client.openStandard("alice");
		this.mine.newTip();
		List<Sv2Message> messages = this.client.messages();
		this.job = (NewExtendedMiningJob) messages.get(0);
		this.prevHash = (SetNewPrevHash) messages.get(1);
		byte[] header = header(SHARE, new byte[] { 5, 0, 0, 0 }, new byte[8], this.job.version());
		for (int i = 0; i < 2; i++) {
			this.client.send(new SubmitSharesStandard(standard, i, this.job.jobId(), LittleEndian.getInt(header, 76),
					this.prevHash.minNtime(), this.job.version()));
		}
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(standard, 1, "duplicate-share"));
	}

	@Test
	void acknowledgesOnlyWhatIsRecorded() {
		CompletableFuture<Void> recorded = new CompletableFuture<>();
		this.mine.recorder = (shares) -> recorded.get();
		open();
		SubmitSharesExtended first = share(SHARE);
		this.client.send(first, share(SHARE), share(SHARE), first);
		// The refusal waits for the shares of its channel
		assertThat(this.client.messages()).isEmpty();
		this.client.send(with(first, 9, 1, first.extranonce()));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(9, 1, "invalid-channel-id"));
		recorded.complete(null);
		await().pollInSameThread().until(() -> this.mine.loop.run() > 0);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 3, 3, 3),
				new SubmitSharesError(2, 1, "duplicate-share"));
	}

	@Test
	void closesAChannelAfterTheAnswersToWhatCameBefore() {
		closesAfterTheAnswers(2);
	}

	@Test
	void closesAGroupAfterTheAnswersToWhatCameBeforeOnItsChannels() {
		closesAfterTheAnswers(1);
	}

	private void closesAfterTheAnswers(int closed) {
		CountDownLatch recorded = slowRecorder();
		this.client.send(share(SHARE), new CloseChannel(closed, "bye"), share(SHARE));
		this.mine.newTip();
		assertThat(this.client.session.workers()).hasSize(1);
		assertThat(this.client.messages()).isEmpty();
		recorded.countDown();
		await().pollInSameThread().until(() -> this.mine.loop.run() > 0);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1),
				new SubmitSharesError(2, 2, "invalid-channel-id"));
		assertThat(this.client.session.workers()).isEmpty();
		this.mine.newTip();
		this.mine.pass(this.client, Duration.ofSeconds(10));
		assertThat(this.client.messages()).isEmpty();
	}

	@Test
	void answersWhatIsUnderWayBeforeItShutsDown() {
		CountDownLatch recorded = slowRecorder();
		this.client.send(share(SHARE));
		this.client.session.shutDown();
		this.client.send(share(SHARE));
		assertThat(this.client.messages()).isEmpty();
		assertThat(this.client.closed).isFalse();
		recorded.countDown();
		await().pollInSameThread().until(() -> this.mine.loop.run() > 0);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1));
		assertThat(this.client.closed).isTrue();
		assertThat(this.mine.accepted).hasSize(1);
	}

	/** Opens a channel whose shares are recorded when the latch is released. */
	private CountDownLatch slowRecorder() {
		CountDownLatch recorded = new CountDownLatch(1);
		// Shares still wait when the clock of a test moves on to new work
		this.mine.acknowledgeTimeout = Duration.ofHours(1);
		this.mine.recorder = (shares) -> {
			try {
				assertThat(recorded.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		};
		open();
		return recorded;
	}

	@Test
	void acknowledgesWhatIsLeftAtTheEnd() {
		open();
		this.client.send(share(SHARE), new CloseChannel(2, "bye"), share(SHARE));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1),
				new SubmitSharesError(2, 2, "invalid-channel-id"));
		this.client.open(Sv2Client.extended(1, "bob"));
		this.client.session.close();
		assertThat(this.client.closed).isTrue();
	}

	@Test
	void keepsTheTargetOfAJob() {
		open();
		SubmitSharesExtended easy = share(SHARE);
		this.client.send(new io.stratum.protocol.sv2.ChannelMessage.UpdateChannel(2, 0,
				Target.ofDifficulty(200, Sv2Mine.DIFFICULTY_ONE)));
		List<Sv2Message> messages = this.client.messages();
		this.client.send(easy);
		assertThat(this.mine.accepted).singleElement().extracting(Share::difficulty).isEqualTo(1.0);
		this.job = (NewExtendedMiningJob) messages.get(1);
		this.client.send(share((hash) -> SHARE.test(hash) && LittleEndian.getInt(hash, 28) >>> 20 > 1));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 2, "difficulty-too-low"));
	}

}
