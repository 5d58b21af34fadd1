package io.stratum.client;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.protocol.sv1.Notify;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MinerJob}.
 */
class MinerJobTests {

	private static final String COINB1 = "01000000010000000000000000000000000000000000000000000000000000000000000000"
			+ "ffffffff20020862062f503253482f04b8864e5008";

	private static final String COINB2 = "072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a968"
			+ "8ef9903327048ed988ac00000000";

	private static final List<Object> NOTIFY = List.of("1f",
			"4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000", COINB1, COINB2, List.of(), "00000002",
			"1c2ac4af", "504e86ed", true);

	@Test
	void jobAndExtranonceGiveTheHeaderOfKnownShare() throws Exception {
		Notify params = Notify.decode(new StratumRequest(null, "test", NOTIFY));
		assertThat(params.jobId()).isEqualTo("1f");
		assertThat(params.cleanJobs()).isTrue();
		Subscription subscription = new Subscription(null, HexFormat.of().parseHex("08000002"), 4);
		MinerJob job = new MinerJob(params, subscription, 1, 0);
		byte[] header = job.header(new byte[] { 0, 0, 0, 1 });
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, 0xb2957c02);
		assertThat(Sha256d.hash(header))
			.hasToString("000000002076870fe65a2b6eeed84fa892c0db924f1482243a6247d931dcab32");
		assertThat(job.shareTarget().isMetBy(Sha256d.hash(header).toInternal())).isTrue();
		assertThat(new MinerJob(params, subscription, 8, 0).shareTarget().isMetBy(Sha256d.hash(header).toInternal()))
			.isFalse();
	}

}
