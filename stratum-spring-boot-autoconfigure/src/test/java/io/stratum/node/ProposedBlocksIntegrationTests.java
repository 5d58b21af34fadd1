package io.stratum.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.BlockAssembler;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.Work;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocks of the engine's jobs are good to a real node, but for their proof of work.
 */
class ProposedBlocksIntegrationTests {

	/** One of each kind of address: P2PKH, P2SH, P2WPKH, P2WSH, P2TR. */
	private static final List<String> SCRIPTS = List.of("76a914" + "11".repeat(20) + "88ac",
			"a914" + "22".repeat(20) + "87", "0014" + "33".repeat(20), "0020" + "44".repeat(32),
			"5120" + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

	@TempDir
	Path directory;

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0x1fffe000, "/proposed/", 1000),
			Target.DIFFICULTY_ONE, new Random(1));

	@Test
	void blocksOfTheFirstHeightsAreGood() throws Exception {
		try (RegtestNode node = new RegtestNode(RegtestNode.folder(this.directory, "node"))) {
			NodeRpc rpc = new NodeRpc(node.client("node"), Set.of("segwit", "signet"), InstantSource.system());
			for (int height = 1; height <= 130; height++) {
				if (height <= 17 || height >= 127) {
					proposeEachKind(rpc, height);
				}
				node.mine(1);
			}
		}
	}

	@Test
	void blocksBeforeSegwitAreGood() throws Exception {
		try (RegtestNode node = new RegtestNode(RegtestNode.folder(this.directory, "node"),
				"-testactivationheight=segwit@500")) {
			NodeRpc rpc = new NodeRpc(node.client("node"), Set.of("segwit", "signet"), InstantSource.system());
			node.mine(20);
			proposeEachKind(rpc, 21);
		}
	}

	@Test
	void blocksOnEmptyWorkAreGood() throws Exception {
		try (RegtestNode node = new RegtestNode(RegtestNode.folder(this.directory, "node"))) {
			NodeRpc rpc = new NodeRpc(node.client("node"), Set.of("segwit", "signet"), InstantSource.system());
			node.mine(10);
			NodeTemplate last = rpc.template();
			node.mine(1);
			NodeTemplate empty = EmptyWork.on(rpc.bestBlock(), rpc.header(rpc.bestBlock()), last,
					InstantSource.system().instant());
			propose(rpc, empty.template(), SCRIPTS);
		}
	}

	private void proposeEachKind(NodeRpc rpc, int height) throws Exception {
		BlockTemplate template = rpc.template().template();
		assertThat(template.height()).isEqualTo(height);
		for (String script : SCRIPTS) {
			propose(rpc, template, List.of(script));
		}
		propose(rpc, template, SCRIPTS);
	}

	private void propose(NodeRpc rpc, BlockTemplate template, List<String> scripts) throws Exception {
		List<TxOutput> outputs = new ArrayList<>();
		long each = template.coinbaseValue() / scripts.size();
		for (String script : scripts) {
			long value = outputs.isEmpty() ? template.coinbaseValue() - each * (scripts.size() - 1) : each;
			outputs.add(new TxOutput(value, HexFormat.of().parseHex(script)));
		}
		Job job = this.factory.create(new Work(1, 1, true, template), outputs);
		byte[] extranonce = job.extranonce(new byte[] { 1, 2, 3, 4 }, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
		ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
		byte[] previous = new byte[32];
		template.previousBlock().copyTo(previous, 0);
		header.putInt(template.version())
			.put(previous)
			.put(job.merkleRoot(extranonce))
			.putInt((int) template.time())
			.putInt(template.nBits())
			.putInt(0);
		assertThat(rpc.propose(BlockAssembler.assemble(job, header.array(), extranonce, "test").bytes()))
			.as("block %d paying %s", template.height(), scripts)
			.isNull();
	}

}
