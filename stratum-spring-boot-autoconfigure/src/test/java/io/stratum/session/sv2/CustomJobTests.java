package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobSuccess;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs that clients select. The coinbase is put together here by hand.
 */
class CustomJobTests {

	private static final int WORK_SELECTION = SetupConnection.REQUIRES_WORK_SELECTION;

	private static final Target BLOCK = Target.ofCompact(0x1f0fffff);

	private static final Predicate<byte[]> SHARE = (hash) -> Sv2Mine.DIFFICULTY_ONE.isMetBy(hash)
			&& !BLOCK.isMetBy(hash);

	private static final List<Hash256> PATH = List.of(Hash256.ofInternal(new byte[32]),
			Hash256.ofInternal(HexFormat.of().parseHex("77".repeat(32))));

	/** Height 100, then a tag and the push of 20 bytes, as job declarators have it. */
	private static final String PREFIX = "0164" + "032f2f2f" + "14";

	private static final String OUTPUTS = "02" + "00f2052a01000000" + "01" + "51" + "0000000000000000" + "02" + "6a00";

	private final List<CustomJob> asked = new ArrayList<>();

	private final Sv2Mine mine = new Sv2Mine();

	private Sv2Client client;

	private OpenExtendedMiningChannelSuccess channel;

	private Decision decision = Decision.accepted();

	private BlockTemplate template;

	private int sequence;

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

	@Test
	void creditsSharesOfAnAcceptedJob() {
		open();
		SetCustomMiningJobSuccess success = accept(job(2));
		assertThat(success).isEqualTo(new SetCustomMiningJobSuccess(2, 9, success.jobId()));
		SubmitSharesExtended share = share(success.jobId(), SHARE);
		this.client.send(share, share);
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(2, share.sequenceNumber(), "duplicate-share"));
		assertThat(this.mine.shares).singleElement().satisfies((credited) -> {
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
		assertThat(this.mine.shares).extracting(Share::block).containsExactly(true);
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
		assertThat(this.mine.shares).hasSize(2);
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
		assertThat(this.mine.shares).extracting((share) -> share.worker().name())
			.containsExactly("alice.rig", "alice.rig2");
	}

	@Test
	void refusesWhatThePolicyRefuses() {
		this.decision = Decision.refused("invalid-mining-job-token", "unknown token");
		open();
		this.client.send(job(2));
		assertThat(this.client.frames()).containsExactly("008024" + "210000" + "02000000" + "09000000" + "18"
				+ HexFormat.of().formatHex("invalid-mining-job-token".getBytes()));
	}

	@Test
	void refusesJobsWithoutAskingThePolicy() {
		open();
		this.client.send(job(7));
		assertThat(code()).isEqualTo("invalid-channel-id");
		this.client.send(job(2, "0165" + "14", OUTPUTS));
		assertThat(code()).isEqualTo("invalid-coinbase-prefix");
		for (String outputs : List.of("", "00", OUTPUTS + "00", OUTPUTS.substring(2),
				"fd0100" + OUTPUTS.substring(2))) {
			this.client.send(job(2, PREFIX, outputs));
			assertThat(code()).isEqualTo("invalid-coinbase-tx-outputs");
		}
		assertThat(this.asked).isEmpty();
	}

	@Test
	void refusesCustomJobsOfClientsThatDidNotAnnounceThem() {
		start();
		this.client.setUp(0);
		this.client.openExtended("alice.rig");
		this.client.send(job(2));
		assertThat(this.client.messages()).contains(new SetCustomMiningJobError(2, 9, "jd-not-supported"));
	}

	@Test
	void refusesWorkSelectionWithoutAPolicy() {
		this.client = this.mine.start().connect();
		this.client.send(Sv2Client.setup(WORK_SELECTION));
		assertThat(this.client.messages())
			.containsExactly(new SetupConnectionError(WORK_SELECTION, "unsupported-feature-flags"));
	}

	@Test
	void offersExtendedChannelsOnly() {
		start();
		this.client.send(Sv2Client.setup(WORK_SELECTION));
		assertThat(this.client.messages())
			.containsExactly(new SetupConnectionSuccess(2, SetupConnectionSuccess.REQUIRES_EXTENDED_CHANNELS));
		assertThat(this.client.open(Sv2Client.standard(1, "alice")))
			.containsExactly(new OpenMiningChannelError(1, "standard-channels-not-supported-for-custom-work"));
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

	private void start() {
		this.mine.customJobs = (job, current) -> {
			this.asked.add(job);
			assertThat(current.coinbaseValue()).isEqualTo(5_000_000_000L);
			return this.decision;
		};
		this.client = this.mine.start().connect();
	}

	private void open() {
		start();
		this.client.setUp(WORK_SELECTION);
		List<Sv2Message> messages = this.client.open(Sv2Client.extended(1, "alice.rig"));
		assertThat(messages).hasSize(1);
		this.channel = (OpenExtendedMiningChannelSuccess) messages.get(0);
	}

	private SetCustomMiningJobSuccess accept(SetCustomMiningJob job) {
		this.client.send(job);
		return this.client.only(SetCustomMiningJobSuccess.class);
	}

	private String code() {
		List<Sv2Message> messages = this.client.messages();
		return ((SetCustomMiningJobError) messages.get(messages.size() - 1)).errorCode();
	}

	private SetCustomMiningJob job(int channelId) {
		return job(channelId, PREFIX, OUTPUTS);
	}

	private SetCustomMiningJob job(int channelId, String prefix, String outputs) {
		BlockTemplate template = first();
		return new SetCustomMiningJob(channelId, 9, Octets.of(new byte[] { 1, 2, 3 }), 0x20000000,
				template.previousBlock(), (int) template.minTime(), template.nBits(), 2, bytes(prefix), -2,
				bytes(outputs), 99, PATH);
	}

	private BlockTemplate first() {
		if (this.template == null) {
			this.template = this.mine.engine.currentWork().template();
		}
		return this.template;
	}

	private static Octets bytes(String hex) {
		return Octets.of(HexFormat.of().parseHex(hex));
	}

	private SubmitSharesExtended share(int jobId, Predicate<byte[]> wanted) {
		byte[] extranonce = this.mine.nextExtranonce();
		int time = (int) first().minTime();
		byte[] header = Sv2Mine.search(wanted, root(extranonce), 0x20000000, first().previousBlock(), time,
				first().nBits());
		return new SubmitSharesExtended(this.channel.channelId(), ++this.sequence, jobId,
				LittleEndian.getInt(header, 76), time, 0x20000000, Octets.of(extranonce), Octets.EMPTY);
	}

	private byte[] root(byte[] extranonce) {
		ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
		coinbase.writeBytes(HexFormat.of().parseHex("02000000" + "01" + "00".repeat(32) + "ffffffff" + "1b" + PREFIX));
		coinbase.writeBytes(this.channel.extranoncePrefix().toByteArray());
		coinbase.writeBytes(extranonce);
		coinbase.writeBytes(HexFormat.of().parseHex("feffffff" + OUTPUTS));
		coinbase.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(99).array());
		byte[] node = new byte[64];
		Sha256d.hash(coinbase.toByteArray()).copyTo(node, 0);
		byte[][] path = PATH.stream().map(Hash256::toInternal).toArray(byte[][]::new);
		MerklePath.fold(node, path, Sha256d.ofThread());
		return Arrays.copyOf(node, 32);
	}

}
