package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

import static io.stratum.mining.job.Templates.VALUE;
import static io.stratum.mining.job.Templates.outputs;
import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BlockAssemblerTests {

	private static final byte[] EXTRANONCE = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0, "/test/", 1000), Target.DIFFICULTY_ONE,
			new Random(1));

	@Test
	void assemblesABlockThatParsesBack() throws JobRejectedException {
		for (int count : new int[] { 0, 1, 5, 252, 253, 300 }) {
			Job job = this.factory.create(template().transactions(count).work(1, 1), outputs(VALUE - 2, 2));
			byte[] header = header(job);
			ByteBuffer block = assemble(job, header);
			byte[] read = new byte[80];
			block.get(read);
			assertThat(read).isEqualTo(header);
			assertThat(count(block)).isEqualTo(count + 1);
			byte[] stripped = readCoinbase(block, true);
			byte[] node = new byte[64];
			Sha256d.hash(stripped).copyTo(node, 0);
			MerklePath.fold(node, job.merklePath(), new Sha256d());
			assertThat(Hash256.ofInternal(Arrays.copyOf(node, 32))).isEqualTo(BlockHeader.parse(header).merkleRoot());
			assertThat(block.remaining()).isEqualTo(2 * count);
		}
	}

	@Test
	void leavesTheWitnessOutWithoutACommitment() throws JobRejectedException {
		Job job = this.factory.create(template().withoutCommitment().transactions(1).work(1, 1), outputs(VALUE));
		ByteBuffer block = assemble(job, header(job));
		block.position(80);
		assertThat(count(block)).isEqualTo(2);
		readCoinbase(block, false);
		assertThat(block.remaining()).isEqualTo(2);
	}

	@Test
	void refusesHeadersOfOtherJobs() throws JobRejectedException {
		Job job = this.factory.create(template().work(1, 1), outputs(VALUE));
		byte[] other = header(this.factory.fresh(job));
		assertThatIllegalArgumentException().isThrownBy(() -> BlockAssembler.assemble(job, other, EXTRANONCE, "w"));
		byte[] header = header(job);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BlockAssembler.assemble(job, Arrays.copyOf(header, 81), EXTRANONCE, "w"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BlockAssembler.assemble(job, header, Arrays.copyOf(EXTRANONCE, 11), "w"))
			.withMessage("extranonce: 11 bytes (expected: 12)");
	}

	@Test
	void fillsTheExtranonceOfHeaderOnlyChannelsWithZeros() throws JobRejectedException {
		Job job = this.factory.create(template().work(1, 1), outputs(VALUE));
		assertThat(job.extranonce(new byte[] { 1, 2, 3, 4 }, new byte[0])).containsExactly(1, 2, 3, 4, 0, 0, 0, 0, 0, 0,
				0, 0);
		assertThat(job.extranonce(new byte[] { 1, 2, 3, 4 }, Arrays.copyOfRange(EXTRANONCE, 4, 12)))
			.isEqualTo(EXTRANONCE);
	}

	private static byte[] header(Job job) {
		Hash256 root = Hash256.ofInternal(job.merkleRoot(EXTRANONCE));
		return new BlockHeader(job.version(), job.previousBlock(), root, job.time(), job.nBits(), 5).toBytes();
	}

	private static ByteBuffer assemble(Job job, byte[] header) {
		return ByteBuffer.wrap(BlockAssembler.assemble(job, header, EXTRANONCE, "w").bytes())
			.order(ByteOrder.LITTLE_ENDIAN);
	}

	private static int count(ByteBuffer block) {
		int first = block.get() & 0xFF;
		return (first < 0xFD) ? first : block.getShort() & 0xFFFF;
	}

	/**
	 * Reads a coinbase and gives it back without witness.
	 */
	private static byte[] readCoinbase(ByteBuffer block, boolean witness) {
		ByteBuffer stripped = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
		stripped.putInt(block.getInt());
		if (witness) {
			assertThat(block.get()).isZero();
			assertThat(block.get()).isOne();
		}
		int start = block.position();
		assertThat(block.get()).isOne();
		block.position(block.position() + 36);
		int script = block.get();
		assertThat(script).isBetween(2, 100);
		block.position(block.position() + script);
		assertThat(block.getInt()).isEqualTo(-1);
		int outputs = block.get();
		long sum = 0;
		for (int i = 0; i < outputs; i++) {
			sum += block.getLong();
			block.position(block.position() + 1 + block.get(block.position()));
		}
		assertThat(sum).isEqualTo(VALUE);
		stripped.put(block.array(), start, block.position() - start);
		if (witness) {
			assertThat(block.get()).isOne();
			assertThat(block.get()).isEqualTo((byte) 32);
			byte[] reserved = new byte[32];
			block.get(reserved);
			assertThat(reserved).containsOnly(0);
		}
		assertThat(block.getInt()).isZero();
		stripped.putInt(0);
		return Arrays.copyOf(stripped.array(), stripped.position());
	}

}
