package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.FakeConnection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.sv1.Sv1MiningHandlers;
import io.stratum.session.sv1.Sv1SessionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a share is judged alike whether it comes by Stratum V1 or V2: two miners
 * with the same job of one engine submit shares of the same kinds.
 */
class DialectsAgreeTests {

	private static final Target BLOCK = Target.ofCompact(0x1f0fffff);

	private static final Predicate<byte[]> SHARE = (hash) -> Sv2Mine.DIFFICULTY_ONE.isMetBy(hash)
			&& !BLOCK.isMetBy(hash);

	private static final Predicate<byte[]> MISS = (hash) -> !Sv2Mine.DIFFICULTY_ONE.isMetBy(hash);

	private final Sv2Mine mine = new Sv2Mine();

	private FakeConnection old;

	private Sv2Client client;

	private byte[] oldPrefix;

	private OpenExtendedMiningChannelSuccess channel;

	private NewExtendedMiningJob job;

	private SetNewPrevHash prevHash;

	@BeforeEach
	void connect() {
		this.client = this.mine.start().connect().setUp(0);
		List<Sv2Message> messages = this.client.open(Sv2Client.extended(1, "alice.v2"));
		this.channel = (OpenExtendedMiningChannelSuccess) messages.get(0);
		this.job = (NewExtendedMiningJob) messages.get(1);
		this.prevHash = (SetNewPrevHash) messages.get(2);
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		Sv1MiningHandlers.register(handlers, this.mine.engine);
		this.old = new FakeConnection(this.mine.loop);
		this.old.attach(new Sv1SessionFactory(handlers.build(), this.mine.registry, this.mine, this.mine.ids,
				this.mine.clock(), this.mine.elapsed::get, null)
			.create(this.old, this.mine.settings()));
		this.old.read("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n"
				+ "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"alice.v1\",\"x\"]}\n");
		List<String> lines = this.old.lines();
		this.oldPrefix = HexFormat.of().parseHex(lines.get(0).split("\"")[13]);
		assertThat(lines).anyMatch((line) -> line.contains("mining.notify\",\"params\":[\"" + hex(this.job.jobId())));
	}

	@AfterEach
	void close() {
		this.old.close();
		this.client.close();
		this.mine.close();
	}

	@Test
	void judgeSharesAlike() {
		int time = this.prevHash.minNtime();
		List<Case> cases = List.of(new Case(SHARE, 1, time, 0), new Case(SHARE, 1, time, 0), new Case(MISS, 2, time, 0),
				new Case(SHARE, 3, time - 4000, 0), new Case(SHARE, 4, time + 7300, 0),
				new Case(SHARE, 5, time, 1 << 30), new Case(BLOCK::isMetBy, 6, time, 0));
		List<RejectReason> first = submit(cases, this::submitOld);
		List<RejectReason> second = submit(cases, this::submitNew);
		assertThat(first).isEqualTo(second)
			.containsExactly(RejectReason.DUPLICATE, RejectReason.LOW_DIFFICULTY, RejectReason.TIME_TOO_OLD,
					RejectReason.TIME_TOO_NEW, RejectReason.VERSION_MASK);
		assertThat(this.mine.accepted).extracting(Share::difficulty).containsExactly(1.0, 1.0, 1.0, 1.0);
		assertThat(this.mine.accepted).extracting(Share::block).containsExactly(false, true, false, true);
	}

	@Test
	void findSharesStaleAlike() {
		this.mine.newTip();
		List<Case> cases = List.of(new Case(SHARE, 1, this.prevHash.minNtime(), 0));
		assertThat(submit(cases, this::submitOld)).isEqualTo(submit(cases, this::submitNew))
			.containsExactly(RejectReason.STALE);
	}

	private List<RejectReason> submit(List<Case> cases, java.util.function.Consumer<Case> way) {
		this.mine.rejected.clear();
		cases.forEach(way);
		return new ArrayList<>(this.mine.rejected);
	}

	private void submitOld(Case share) {
		byte[] header = header(share, this.oldPrefix);
		String bits = (share.bits() != 0) ? ",\"" + hex(share.bits()) + "\"" : "";
		this.old.read("{\"id\":3,\"method\":\"mining.submit\",\"params\":[\"alice.v1\",\"" + hex(this.job.jobId())
				+ "\",\"" + HexFormat.of().formatHex(share.extranonce()) + "\",\"" + hex(share.time()) + "\",\""
				+ HexFormat.of().toHexDigits(LittleEndian.getInt(header, 76)) + "\"" + bits + "]}\n");
	}

	private void submitNew(Case share) {
		byte[] header = header(share, this.channel.extranoncePrefix().toByteArray());
		this.client.send(
				new SubmitSharesExtended(this.channel.channelId(), 1, this.job.jobId(), LittleEndian.getInt(header, 76),
						share.time(), this.job.version() | share.bits(), Octets.of(share.extranonce()), Octets.EMPTY));
	}

	private byte[] header(Case share, byte[] prefix) {
		ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
		coinbase.writeBytes(this.job.coinbaseTxPrefix().toByteArray());
		coinbase.writeBytes(prefix);
		coinbase.writeBytes(share.extranonce());
		coinbase.writeBytes(this.job.coinbaseTxSuffix().toByteArray());
		byte[] root = Sha256d.hash(coinbase.toByteArray()).toInternal();
		return Sv2Mine.search(share.wanted(), root, this.job.version() | share.bits(), this.prevHash.prevHash(),
				share.time(), this.prevHash.nbits());
	}

	private static String hex(int number) {
		return Integer.toHexString(number);
	}

	/**
	 * A kind of share.
	 *
	 * @param wanted what hash it has
	 * @param rolled the extranonce
	 * @param time the time
	 * @param bits version bits that are rolled
	 */
	private record Case(Predicate<byte[]> wanted, int rolled, int time, int bits) {

		byte[] extranonce() {
			return new byte[] { 0, 0, 0, 0, 0, 0, 0, (byte) this.rolled };
		}

	}

}
