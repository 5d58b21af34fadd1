package io.stratum.mining.job;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.Block;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Blocks of chains other than Bitcoin, by their published rules, byte for byte.
 */
class OtherChainsTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final byte[] EXTRANONCE = HEX.parseHex("0102030405060708090a0b0c");

	private static final String MINER = "76a914" + "11".repeat(20) + "88ac";

	/** Coinbase input: no transaction before. */
	private static final String OUTPOINT = "01" + "00".repeat(32) + "ffffffff";

	/** LIP 2 to 4, with the extension block of Litecoin's own example. */
	private static final String MWEB = "8089de6f4c6806e610517acedc04c9eb1bbbfc1d44bf89cfc65958e7c9ea13801c2e1d2e00"
			+ "00".repeat(31)
			+ "7b770abb937280dfb1adb111f3e472312fe55ff679c233e8db42abbdf6ebfa61756a15a4d14f7f19abc3a5d4515a2c07"
			+ "1c624327b51f12107ecf53cad49ec167" + "00".repeat(32) + "8b4e00000000";

	/** The transaction that takes value in and out of it, with its flag of 8. */
	private static final String HOGEX = "020000000008013b41f467a3724144d7875b6c4a1a8792b5d6609385f66295edd304bbd1dfe3"
			+ "6e0000000000ffffffff0158913ee998020000225820f78bbf399705e3149d58e19de2e43244f9da33bd5c15b57393ee1a6de6"
			+ "1700110000000000";

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0x1fffe000, "/t/", 1000),
			Target.DIFFICULTY_ONE, new Random(1));

	@Test
	void endsABlockOfLitecoinWithItsExtensionBlock() throws JobRejectedException {
		Hash256 txid = Hash256.fromDisplay("efe1699039d3a8fa35dd3fad367e446937ab33bd19f9f0252c46d09b29fe733f");
		Block block = mine((template) -> template.height(2_273_263)
			.witnessCommitment(Templates.COMMITMENT)
			.transactions(List.of(new TemplateTransaction(txid, HEX.parseHex(HOGEX), 376, 0)))
			.trailer(HEX.parseHex("01" + MWEB)), new TxOutput(1000, HEX.parseHex(MINER)));
		String stamp = stamp(block, 4);
		String outputs = "02" + "e803000000000000" + "19" + MINER + "0000000000000000" + "26"
				+ HEX.formatHex(Templates.COMMITMENT);
		String script = "1d" + "03efaf22" + "14" + stamp + HEX.formatHex(EXTRANONCE) + "03" + "2f742f";
		assertThat(HEX.formatHex(block.bytes()))
			.isEqualTo(HEX.formatHex(block.header()) + "02" + "02000000" + "0001" + OUTPOINT + script + "ffffffff"
					+ outputs + "0120" + "00".repeat(32) + "00000000" + HOGEX + "01" + MWEB);
		assertThat(HEX.formatHex(block.coinbase()))
			.isEqualTo("02000000" + OUTPOINT + script + "ffffffff" + outputs + "00000000");
		assertThat(block.merkleBranch()).containsExactly(txid);
		assertProof(block);
	}

	@Test
	void givesACoinbaseOfDashItsTypeAndPayloadAndPaysTheMasternode() throws JobRejectedException {
		String payload = "01003e041000ba1019b155a59a8d9f85df3c780415eaaa0f69d8df8ef77497f642dd60d7d2e9";
		TxOutput masternode = new TxOutput(600, HEX.parseHex("76a914" + "22".repeat(20) + "88ac"));
		Block block = mine((template) -> template.height(1_049_662)
			.coinbaseVersion(5 << 16 | 3)
			.coinbasePayload(HEX.parseHex(payload))
			.requiredOutputs(List.of(masternode)), new TxOutput(400, HEX.parseHex(MINER)));
		String coinbase = "03000500" + OUTPOINT + "1d" + "033e0410" + "14" + stamp(block, 4) + HEX.formatHex(EXTRANONCE)
				+ "03" + "2f742f" + "ffffffff" + "02" + "9001000000000000" + "19" + MINER + "5802000000000000" + "19"
				+ "76a914" + "22".repeat(20) + "88ac" + "00000000" + "26" + payload;
		assertThat(HEX.formatHex(block.coinbase())).isEqualTo(coinbase);
		assertThat(HEX.formatHex(block.bytes())).isEqualTo(HEX.formatHex(block.header()) + "01" + coinbase);
		assertThat(block.value()).isEqualTo(1000);
		assertProof(block);
	}

	@Test
	void paysMinerFundAndStakingRewardOfECash() throws JobRejectedException {
		TxOutput fund = new TxOutput(320, HEX.parseHex("a914d37c4c809fe9840e7bfa77b86bd47163f6fb6c6087"));
		TxOutput staking = new TxOutput(100, HEX.parseHex("76a914" + "33".repeat(20) + "88ac"));
		UnaryOperator<BlockTemplate.Builder> eCash = (template) -> template.height(883_219)
			.requiredOutputs(List.of(fund, staking));
		Block block = mine(eCash, new TxOutput(580, HEX.parseHex(MINER)));
		assertThat(HEX.formatHex(block.coinbase())).endsWith("ffffffff" + "03" + "4402000000000000" + "19" + MINER
				+ "4001000000000000" + "17" + "a914d37c4c809fe9840e7bfa77b86bd47163f6fb6c6087" + "6400000000000000"
				+ "19" + "76a914" + "33".repeat(20) + "88ac" + "00000000");
		assertThatExceptionOfType(JobRejectedException.class)
			.isThrownBy(() -> mine(eCash, new TxOutput(1000, HEX.parseHex(MINER))))
			.withMessage("sum of 1 outputs: 1000 satoshis (expected: 580)");
	}

	@Test
	void leavesRoomForRequiredOutputs() throws JobRejectedException {
		BlockTemplate template = template((builder) -> builder);
		TxOutput required = new TxOutput(1, new byte[25]);
		BlockTemplate demanding = template.toBuilder().requiredOutputs(List.of(required, required)).build();
		assertThat(this.factory.maxOutputsSize(demanding))
			.isEqualTo(this.factory.maxOutputsSize(template) - 2 * required.size());
		assertThat(demanding.payoutValue()).isEqualTo(998);
	}

	@Test
	void keepsTheChainIdOfDogecoin() throws JobRejectedException {
		Block block = mine((template) -> template.version(0x00620104), new TxOutput(1000, HEX.parseHex(MINER)));
		assertThat(HEX.formatHex(block.header())).startsWith("04016200");
		Job job = this.factory.create(new Work(1, 1, true, block.template()), Templates.outputs(1000));
		assertThat(job.versionMask()).isEqualTo(0x1fffe000 & ~0x00620000);
	}

	@Test
	void keepsTheAlgorithmBitsOfLitecoinCash() throws JobRejectedException {
		BlockTemplate template = template((builder) -> builder.version(0x20010000));
		Job job = this.factory.create(new Work(1, 1, true, template), Templates.outputs(1000));
		assertThat(job.version()).isEqualTo(0x20010000);
		assertThat(job.versionMask()).isEqualTo(0x1ffee000);
	}

	@Test
	void carriesTheCommitmentOfMergedMiningInAPush() throws JobRejectedException {
		String commitment = "fabe6d6d" + "ac".repeat(32) + "01000000" + "00000000";
		Block block = mine((template) -> template.coinbaseScript(HEX.parseHex(commitment)).sigopLimit(4),
				new TxOutput(1000, HEX.parseHex(MINER)));
		assertThat(HEX.formatHex(block.coinbase()))
			.contains(HEX.formatHex(EXTRANONCE) + "03" + "2f742f" + "2c" + commitment + "ffffffff" + "01");
		assertThat(block.coinbase()[41] & 0xff).isEqualTo(4 + 1 + 20 + 4 + 45);
		assertProof(block);
	}

	@Test
	void refusesACoinbaseScriptThatIsTooLong() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> template((builder) -> builder.coinbaseScript(new byte[45])))
			.withMessage("coinbaseScript: 45 bytes (expected: <= 44)");
		JobFactory full = new JobFactory(new JobSettings(8, 0, "x".repeat(30), 1000), Target.DIFFICULTY_ONE,
				new Random(1));
		BlockTemplate template = template((builder) -> builder.coinbaseScript(new byte[44]));
		assertThatExceptionOfType(JobRejectedException.class)
			.isThrownBy(() -> full.create(new Work(1, 1, true, template), Templates.outputs(1000)))
			.withMessage(
					"coinbase script: 101 bytes (expected: 2 to 100), with a pool tag of 30 and a coinbaseScript of 44");
	}

	@Test
	void copiesATemplateWithAllThatItSays() {
		BlockTemplate template = template((builder) -> builder.requiredVersionBits(4)
			.witnessCommitment(Templates.COMMITMENT)
			.weightLimit(3)
			.coinbaseVersion(5)
			.coinbaseScript(new byte[] { 1 })
			.coinbasePayload(new byte[] { 2 })
			.trailer(new byte[] { 3 })
			.requiredOutputs(Templates.outputs(7)));
		assertThat(template.toBuilder().build()).isEqualTo(template);
	}

	/** What a verifier of merged mining does with coinbase, branch and header. */
	private static void assertProof(Block block) {
		byte[] node = Arrays.copyOf(Sha256d.hash(block.coinbase()).toInternal(), 64);
		MerklePath.fold(node, block.merkleBranch().stream().map(Hash256::toInternal).toArray(byte[][]::new),
				new Sha256d());
		assertThat(Hash256.ofInternal(Arrays.copyOf(node, 32)))
			.isEqualTo(BlockHeader.parse(block.header()).merkleRoot());
		assertThat(block.hash()).isEqualTo(Sha256d.hash(block.header()));
	}

	/** The eight random bytes before the extranonce. */
	private static String stamp(Block block, int heightPush) {
		int start = 42 + heightPush + 1;
		return HEX.formatHex(block.coinbase(), start, start + 8);
	}

	private Block mine(UnaryOperator<BlockTemplate.Builder> chain, TxOutput... outputs) throws JobRejectedException {
		Job job = this.factory.create(new Work(1, 1, true, template(chain)), List.of(outputs));
		Hash256 root = Hash256.ofInternal(job.merkleRoot(EXTRANONCE));
		byte[] header = new BlockHeader(job.version(), job.previousBlock(), root, job.time(), job.nBits(), 5).toBytes();
		return BlockAssembler.assemble(job, header, EXTRANONCE, "worker");
	}

	private static BlockTemplate template(UnaryOperator<BlockTemplate.Builder> chain) {
		return chain.apply(Templates.template().withoutCommitment().value(1000).build().toBuilder()).build();
	}

}
