package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.protocol.sv2.Tlv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for shares, which are made of what came over the wire only.
 */
class SubmitSharesTests {

	private static final Target BLOCK = Target.ofCompact(0x1f0fffff);

	private static final Predicate<byte[]> SHARE = (hash) -> Sv2Mine.DIFFICULTY_ONE.isMetBy(hash)
			&& !BLOCK.isMetBy(hash);

	private final Sv2Mine mine = new Sv2Mine();

	private Sv2Client client;

	private OpenExtendedMiningChannelSuccess channel;

	private NewExtendedMiningJob job;

	private SetNewPrevHash prevHash;

	private int sequence;

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

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
		assertThat(this.mine.shares).hasSize(4)
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
	void refusesBadShares() {
		open();
		SubmitSharesExtended good = share(SHARE);
		this.client.send(with(good, 3, good.jobId(), good.extranonce()), with(good, 2, 4711, good.extranonce()),
				with(good, 2, good.jobId(), Octets.of(new byte[7])),
				share((hash) -> !Sv2Mine.DIFFICULTY_ONE.isMetBy(hash)), rolled(0x20000001), rolled(0x60000000));
		assertThat(this.client.messages()).extracting((message) -> ((SubmitSharesError) message).errorCode())
			.containsExactly("invalid-channel-id", "invalid-job-id", "bad-extranonce-size", "difficulty-too-low",
					"invalid-non-rollable-version-bit", "invalid-non-rollable-version-bit");
		assertThat(this.mine.rejected).containsExactly(RejectReason.NOT_SUBSCRIBED, RejectReason.JOB_NOT_FOUND,
				RejectReason.EXTRANONCE_LENGTH, RejectReason.LOW_DIFFICULTY, RejectReason.VERSION_MASK,
				RejectReason.VERSION_MASK);
		this.client.send(good, good);
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(2, good.sequenceNumber(), "duplicate-share"));
	}

	@Test
	void takesAllVersionBitsOfTheDialect() {
		open();
		this.client.send(rolled(0x20000020), rolled(0x3fffffe0), rolled(0x20001fe0));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 3, 3, 3));
	}

	@Test
	void takesNoVersionBitsWhereRollingIsNotAllowed() {
		this.mine.versionMask = 0;
		open();
		assertThat(this.job.versionRollingAllowed()).isFalse();
		this.client.send(rolled(0x20002000));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 1, "version-rolling-not-allowed"));
	}

	@Test
	void refusesStaleSharesButSubmitsTheirBlocks() {
		open();
		SubmitSharesExtended share = share(SHARE);
		SubmitSharesExtended block = share(BLOCK::isMetBy);
		this.mine.newTip();
		this.client.messages();
		this.client.send(share, block);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 1, "stale-share"),
				new SubmitSharesError(2, 2, "stale-share"));
		await().until(() -> this.mine.submitted.size() == 1);
	}

	@Test
	void countsSharesOfASupersededJobOfTheSameTip() {
		open();
		SubmitSharesExtended share = share(BLOCK::isMetBy);
		this.mine.newWork();
		this.client.messages();
		this.client.send(share);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1));
	}

	@Test
	void namesTheWorkerBehindAProxy() {
		open();
		Octets rig = Tlv.userIdentity(Octets.of("rig7")).encode();
		this.client.send(with(share(SHARE), rig));
		this.client.send(new RequestExtensions(1, List.of(Tlv.WORKER_EXTENSION)));
		this.client.send(with(share(SHARE), rig), share(SHARE));
		assertThat(this.mine.shares).extracting(Share::worker)
			.containsExactly(Worker.of("alice.rig"), new Worker("alice.rig7", "alice"), Worker.of("alice.rig"));
		this.client.messages();
		this.client.send(with(share(SHARE), Octets.of((byte) 2, (byte) 0, (byte) 1, (byte) 33, (byte) 0)));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 4, "invalid-share"));
	}

	@Test
	void doesNotTakeAWorkerBehindAProxyForOneOfAnotherAccount() {
		open();
		this.client.send(new RequestExtensions(1, List.of(Tlv.WORKER_EXTENSION)));
		for (String name : List.of("alice.b", "alice_c", "bob.rig", "alicent.d", "alice")) {
			this.client.send(with(share(SHARE), Tlv.userIdentity(Octets.of(name)).encode()));
		}
		assertThat(this.mine.shares).extracting((share) -> share.worker().name())
			.containsExactly("alice.b", "alice_c", "alice.bob.rig", "alice.alicent.d", "alice.alice");
		assertThat(this.mine.shares).extracting((share) -> share.worker().account()).containsOnly("alice");
	}

	@Test
	void acknowledgesOnlyWhatIsRecorded() {
		CompletableFuture<Void> recorded = new CompletableFuture<>();
		this.mine.recorder = new ShareRecorder() {

			@Override
			public void record(List<Share> shares) {
				throw new IllegalStateException("not called");
			}

			@Override
			public CompletionStage<Void> record(List<Share> shares, Executor blocking) {
				return recorded;
			}

		};
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
		assertThat(this.mine.shares).singleElement().extracting(Share::difficulty).isEqualTo(1.0);
		this.job = (NewExtendedMiningJob) messages.get(1);
		this.client.send(share((hash) -> SHARE.test(hash) && LittleEndian.getInt(hash, 28) >>> 20 > 1));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 2, "difficulty-too-low"));
	}

	private void open() {
		this.client = this.mine.start().connect().setUp(0);
		List<Sv2Message> messages = this.client.open(Sv2Client.extended(1, "alice.rig"));
		this.channel = (OpenExtendedMiningChannelSuccess) messages.get(0);
		this.job = (NewExtendedMiningJob) messages.get(1);
		this.prevHash = (SetNewPrevHash) messages.get(2);
	}

	private SubmitSharesExtended share(Predicate<byte[]> wanted) {
		return share(wanted, this.job.version());
	}

	private SubmitSharesExtended rolled(int version) {
		return share(SHARE, version);
	}

	private SubmitSharesExtended share(Predicate<byte[]> wanted, int version) {
		byte[] extranonce = this.mine.nextExtranonce();
		byte[] header = header(wanted, this.channel.extranoncePrefix().toByteArray(), extranonce, version);
		return new SubmitSharesExtended(this.channel.channelId(), ++this.sequence, this.job.jobId(),
				LittleEndian.getInt(header, 76), this.prevHash.minNtime(), version, Octets.of(extranonce),
				Octets.EMPTY);
	}

	private byte[] header(Predicate<byte[]> wanted, byte[] prefix, byte[] extranonce, int version) {
		ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
		coinbase.writeBytes(this.job.coinbaseTxPrefix().toByteArray());
		coinbase.writeBytes(prefix);
		coinbase.writeBytes(extranonce);
		coinbase.writeBytes(this.job.coinbaseTxSuffix().toByteArray());
		assertThat(this.job.merklePath()).isEmpty();
		byte[] root = Sha256d.hash(coinbase.toByteArray()).toInternal();
		return Sv2Mine.search(wanted, root, version, this.prevHash.prevHash(), this.prevHash.minNtime(),
				this.prevHash.nbits());
	}

	private static SubmitSharesExtended with(SubmitSharesExtended share, int channelId, int jobId, Octets extranonce) {
		return new SubmitSharesExtended(channelId, share.sequenceNumber(), jobId, share.nonce(), share.ntime(),
				share.version(), extranonce, share.tlvs());
	}

	private static SubmitSharesExtended with(SubmitSharesExtended share, Octets tlvs) {
		return new SubmitSharesExtended(share.channelId(), share.sequenceNumber(), share.jobId(), share.nonce(),
				share.ntime(), share.version(), share.extranonce(), tlvs);
	}

}
