package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;

import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of Stratum V2 with an extended channel and its job.
 */
abstract class SubmitSharesFixture {

	static final Target BLOCK = Target.ofCompact(0x1f0fffff);

	static final Predicate<byte[]> SHARE = (hash) -> Sv2Mine.DIFFICULTY_ONE.isMetBy(hash) && !BLOCK.isMetBy(hash);

	final Sv2Mine mine = new Sv2Mine();

	Sv2Client client;

	OpenExtendedMiningChannelSuccess channel;

	NewExtendedMiningJob job;

	SetNewPrevHash prevHash;

	int sequence;

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

	void open() {
		this.client = this.mine.start().connect().setUp(0);
		List<Sv2Message> messages = this.client.open(Sv2Client.extended(1, "alice.rig"));
		this.channel = (OpenExtendedMiningChannelSuccess) messages.get(0);
		this.job = (NewExtendedMiningJob) messages.get(1);
		this.prevHash = (SetNewPrevHash) messages.get(2);
	}

	SubmitSharesExtended share(Predicate<byte[]> wanted) {
		return share(wanted, this.job.version());
	}

	SubmitSharesExtended rolled(int version) {
		return share(SHARE, version);
	}

	SubmitSharesExtended share(Predicate<byte[]> wanted, int version) {
		byte[] extranonce = this.mine.nextExtranonce();
		byte[] header = header(wanted, this.channel.extranoncePrefix().toByteArray(), extranonce, version);
		return new SubmitSharesExtended(this.channel.channelId(), ++this.sequence, this.job.jobId(),
				LittleEndian.getInt(header, 76), this.prevHash.minNtime(), version, Octets.of(extranonce),
				Octets.EMPTY);
	}

	byte[] header(Predicate<byte[]> wanted, byte[] prefix, byte[] extranonce, int version) {
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

	static SubmitSharesExtended with(SubmitSharesExtended share, int channelId, int jobId, Octets extranonce) {
		return new SubmitSharesExtended(channelId, share.sequenceNumber(), jobId, share.nonce(), share.ntime(),
				share.version(), extranonce, share.tlvs());
	}

	static SubmitSharesExtended with(SubmitSharesExtended share, Octets tlvs) {
		return new SubmitSharesExtended(share.channelId(), share.sequenceNumber(), share.jobId(), share.nonce(),
				share.ntime(), share.version(), share.extranonce(), tlvs);
	}

}
