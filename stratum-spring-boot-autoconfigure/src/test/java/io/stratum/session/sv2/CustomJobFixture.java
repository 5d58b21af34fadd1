package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobSuccess;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that selects its jobs.
 */
abstract class CustomJobFixture {

	static final int WORK_SELECTION = SetupConnection.REQUIRES_WORK_SELECTION;

	static final Target BLOCK = Target.ofCompact(0x1f0fffff);

	static final Predicate<byte[]> SHARE = (hash) -> Sv2Mine.DIFFICULTY_ONE.isMetBy(hash) && !BLOCK.isMetBy(hash);

	static final List<Hash256> PATH = List.of(Hash256.ofInternal(new byte[32]),
			Hash256.ofInternal(HexFormat.of().parseHex("77".repeat(32))));

	/** Height 100, then a tag and the push of 20 bytes, as job declarators have it. */
	static final String PREFIX = "0164" + "032f2f2f" + "14";

	static final String OUTPUTS = "02" + "00f2052a01000000" + "01" + "51" + "0000000000000000" + "02" + "6a00";

	final List<CustomJob> asked = Collections.synchronizedList(new ArrayList<>());

	final Sv2Mine mine = new Sv2Mine();

	Sv2Client client;

	OpenExtendedMiningChannelSuccess channel;

	Decision decision = Decision.accepted();

	volatile Callable<Decision> decider = () -> this.decision;

	BlockTemplate template;

	int sequence;

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

	void start() {
		this.mine.customJobs = (job, current) -> {
			this.asked.add(job);
			assertThat(current.coinbaseValue()).isEqualTo(5_000_000_000L);
			return this.decider.call();
		};
		this.client = this.mine.start().connect();
	}

	void open() {
		start();
		this.client.setUp(WORK_SELECTION);
		List<Sv2Message> messages = this.client.open(Sv2Client.extended(1, "alice.rig"));
		assertThat(messages).hasSize(1);
		this.channel = (OpenExtendedMiningChannelSuccess) messages.get(0);
	}

	SetCustomMiningJobSuccess accept(SetCustomMiningJob job) {
		this.client.send(job);
		return this.client.only(SetCustomMiningJobSuccess.class);
	}

	String code() {
		List<Sv2Message> messages = this.client.messages();
		return ((SetCustomMiningJobError) messages.get(messages.size() - 1)).errorCode();
	}

	SetCustomMiningJob job(int channelId) {
		return job(channelId, PREFIX, OUTPUTS);
	}

	SetCustomMiningJob job(int channelId, String prefix, String outputs) {
		BlockTemplate template = first();
		return new SetCustomMiningJob(channelId, 9, Octets.of(new byte[] { 1, 2, 3 }), 0x20000000,
				template.previousBlock(), (int) template.minTime(), template.nBits(), 2, bytes(prefix), -2,
				bytes(outputs), 99, PATH);
	}

	BlockTemplate first() {
		if (this.template == null) {
			this.template = this.mine.engine.currentWork().template();
		}
		return this.template;
	}

	static Octets bytes(String hex) {
		return Octets.of(HexFormat.of().parseHex(hex));
	}

	SubmitSharesExtended share(int jobId, Predicate<byte[]> wanted) {
		byte[] extranonce = this.mine.nextExtranonce();
		int time = (int) first().minTime();
		byte[] header = Sv2Mine.search(wanted, root(extranonce), 0x20000000, first().previousBlock(), time,
				first().nBits());
		return new SubmitSharesExtended(this.channel.channelId(), ++this.sequence, jobId,
				LittleEndian.getInt(header, 76), time, 0x20000000, Octets.of(extranonce), Octets.EMPTY);
	}

	byte[] root(byte[] extranonce) {
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
