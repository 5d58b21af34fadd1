package io.stratum.mining.share;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.Jobs;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.ShareTarget;
import io.stratum.mining.job.Work;
import io.stratum.mining.pow.Sha256dProofOfWork;

import static io.stratum.mining.job.Templates.EASY;
import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;

class ShareVectorTests {

	private static final String GOLDEN_HASH = "000000002076870fe65a2b6eeed84fa892c0db924f1482243a6247d931dcab32";

	private static final String GOLDEN_PREFIX = "01000000010000000000000000000000000000000000000000000000000000000000000000"
			+ "ffffffff20020862062f503253482f04b8864e5008";

	private static final String GOLDEN_SUFFIX = "072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7"
			+ "a9688ef9903327048ed988ac00000000";

	private static final String V2_PREVIOUS = "c835fd81d61f2b54b33a3a4c80d518352690cd58ac14fb16d98d15dd15000000";

	@Test
	void acceptsTheGoldenShare() throws JobRejectedException {
		ShareBench bench = new ShareBench(new Sha256dProofOfWork(), 8, 100);
		LiveJob job = golden(bench, 5.9);
		ShareResult result = bench.check(job, goldenSubmission());
		assertThat(result).isInstanceOfSatisfying(ShareResult.Accepted.class, (accepted) -> {
			assertThat(accepted.difficulty()).isEqualTo(5.9);
			assertThat(accepted.hash()).hasToString(GOLDEN_HASH);
		});
		assertThat(BlockHeader.parse(result.blockHeader()).hash()).hasToString(GOLDEN_HASH);
	}

	@Test
	void findsTheBlockInTheGoldenShareBelowItsDifficulty() throws JobRejectedException {
		ShareBench bench = new ShareBench(new Sha256dProofOfWork(), 8, 100);
		ShareResult result = bench.check(golden(bench, 7.8859), goldenSubmission());
		assertThat(result).isInstanceOfSatisfying(ShareResult.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).isEqualTo(RejectReason.LOW_DIFFICULTY));
		assertThat(BlockHeader.parse(result.blockHeader()).hash()).hasToString(GOLDEN_HASH);
		assertThat(bench.check(bench.issue(3, golden(bench, 7.8857).job(), 7.8857), goldenSubmission()))
			.isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void acceptsTheExtendedShareOfStratumV2() throws JobRejectedException {
		ShareBench bench = new ShareBench(new Sha256dProofOfWork(), 0, 100);
		bench.reopen();
		assertThat(bench.lease().prefix()).containsExactly(0, 0, 0, 1);
		String prefix = "02000000010000000000000000000000000000000000000000000000000000000000000000ffffffff225200"
				+ "00".repeat(20);
		String suffix = "ffffffff0200f2052a01000000160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc0000000000000000266a24"
				+ "aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf900000000";
		Job job = Jobs.of(v2Work(), new JobSettings(8, 0, "", 1000), prefix, suffix);
		byte[] extranonce2 = { 1, 0, 0, 0, 0, 0, 0, 0 };
		assertThat(HexFormat.of().formatHex(job.merkleRoot(job.extranonce(bench.lease().prefix(), extranonce2))))
			.isEqualTo("32fe2cb87e7c8dacb3e5a8dabf0cc4e7eb5b9835aeb81cc4a9c28212c3914b85");
		bench.seconds = 100_000_000;
		ShareResult result = bench.check(bench.issue(job, ShareBench.ANY),
				new Submission(extranonce2, 1745596971, 741057, 0x20000000));
		assertThat(result).isInstanceOfSatisfying(ShareResult.Accepted.class, (accepted) -> assertThat(accepted.hash())
			.hasToString("155d3f07a6fb97038dab34f71813b3f32e883c2d4ab4c75f606e1139d50eaebf"));
		assertThat(result.blockHeader()).isNotNull();
	}

	@Test
	void acceptsTheStandardShareOfStratumV2() throws JobRejectedException {
		ShareBench bench = ShareBench.sha256d();
		byte[] root = HexFormat.of().parseHex("bdc819f67749222ad170ed32a947a3c0185438569347f32c126ba7a9a942ba62");
		Job job = Jobs.of(v2Work(), new JobSettings(8, 0, "", 1000), "", "");
		LiveJob live = new LiveJob(1, job, new ShareTarget(ShareBench.ANY, Target.MAX), root);
		bench.seconds = 100_000_000;
		ShareResult result = bench.check(live, new Submission(new byte[0], 1745596932, 3, 0x20000000));
		assertThat(HexFormat.of().formatHex(result.blockHeader())).isEqualTo(
				"00000020c835fd81d61f2b54b33a3a4c80d518352690cd58ac14fb16d98d15dd15000000bdc819f67749222ad170ed32"
						+ "a947a3c0185438569347f32c126ba7a9a942ba6204b20b68ffff7f2003000000");
		assertThat(result).isInstanceOfSatisfying(ShareResult.Accepted.class, (accepted) -> assertThat(accepted.hash())
			.hasToString("61e8fe82487d10282fdededed636403eb2c8cb05ce792951dd410a9011a94ebb"));
		assertThat(bench.check(live, new Submission(new byte[8], 1745596932, 3, 0x20000000)))
			.isEqualTo(new ShareResult.Rejected(RejectReason.EXTRANONCE_LENGTH, null));
	}

	private static LiveJob golden(ShareBench bench, double difficulty) throws JobRejectedException {
		while (bench.lease().prefix()[3] != 2) {
			bench.reopen();
		}
		bench.seconds = -352_676_000;
		Work work = template()
			.template(0x1c2ac4af, 2, fromNotify("4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000"),
					0x504e86ed)
			.work(1, 1);
		return bench.issue(Jobs.of(work, new JobSettings(4, 0, "", 1000), GOLDEN_PREFIX, GOLDEN_SUFFIX), difficulty);
	}

	private static Submission goldenSubmission() {
		return new Submission(new byte[] { 0, 0, 0, 1 }, 0x504e86ed, 0xb2957c02, 2);
	}

	private static Work v2Work() {
		Hash256 previous = Hash256.ofInternal(HexFormat.of().parseHex(V2_PREVIOUS));
		return template().template(EASY, 0x20000000, previous, 1745596932).work(1, 1);
	}

	/**
	 * The hash that a notify of Stratum V1 shows with the bytes of each word swapped.
	 */
	private static Hash256 fromNotify(String text) {
		byte[] bytes = HexFormat.of().parseHex(text);
		byte[] internal = new byte[32];
		for (int i = 0; i < 32; i++) {
			internal[i] = bytes[(i & ~3) + 3 - (i & 3)];
		}
		return Hash256.ofInternal(internal);
	}

}
