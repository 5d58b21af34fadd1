package io.stratum.mining.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;

import static io.stratum.mining.job.Templates.VALUE;
import static io.stratum.mining.job.Templates.outputs;
import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobFactoryTests {

	private static final int MASK = 0x1fffe000;

	private final JobFactory factory = factory(1000);

	@Test
	void buildsAJob() throws JobRejectedException {
		Work work = template().transactions(3).work(7, 2);
		Job job = this.factory.create(work, outputs(VALUE));
		assertThat(job.sequence()).isOne();
		assertThat(job.work()).isSameAs(work);
		assertThat(job.version()).isEqualTo(0x20000000);
		assertThat(job.versionMask()).isEqualTo(MASK);
		assertThat(job.nBits()).isEqualTo(Templates.EASY);
		assertThat(job.networkTarget()).isEqualTo(Target.ofCompact(Templates.EASY));
		assertThat(job.networkDifficulty()).isEqualTo(job.networkTarget().difficulty(Target.DIFFICULTY_ONE));
		assertThat(Integer.toUnsignedLong(job.time())).isEqualTo(Templates.TIME);
		assertThat(Integer.toUnsignedLong(job.minTime())).isEqualTo(Templates.TIME - 600);
		assertThat(job.extranonceLength()).isEqualTo(12);
		assertThat(job.merklePath()).hasDimensions(2, 32);
	}

	@Test
	void putsTheWitnessCommitmentLast() throws JobRejectedException {
		Job job = this.factory.create(template().work(1, 1), outputs(VALUE - 1, 1));
		String suffix = HexFormat.of().formatHex(job.coinbaseSuffix());
		assertThat(suffix).contains("ffffffff03")
			.endsWith("0000000000000000" + "26" + HexFormat.of().formatHex(Templates.COMMITMENT) + "00000000");
		Job before = this.factory.create(template().withoutCommitment().work(1, 1), outputs(VALUE));
		assertThat(HexFormat.of().formatHex(before.coinbaseSuffix())).contains("ffffffff01").doesNotContain("6a24aa21");
	}

	@Test
	void keepsTheVersionOfTheNode() throws JobRejectedException {
		for (int version : new int[] { 0x20000000, 0x20000015, 0x30002004, 0x3fffffff, 0x00620104, 4 }) {
			Job job = this.factory.create(template().version(version, 0).work(1, 1), outputs(VALUE));
			assertThat(job.version()).isEqualTo(version);
			assertThat(job.versionMask()).isEqualTo(MASK & ~version);
		}
	}

	@Test
	void letsMinersRollSignalsIfTheMaskIsConfiguredToCoverThem() throws JobRejectedException {
		JobFactory wide = new JobFactory(new JobSettings(8, 0x1fffffe0, "", 1000), Target.DIFFICULTY_ONE,
				new Random(1));
		Job signals = wide.create(template().version(0x20000024, 0).work(1, 1), outputs(VALUE));
		assertThat(signals.versionMask()).isEqualTo(0x1fffffe0);
		assertThat(signals.version()).isEqualTo(0x20000004);
		Job chain = wide.create(template().version(0x00620124, 0).work(1, 1), outputs(VALUE));
		assertThat(chain.versionMask()).isEqualTo(0x1fffffe0 & ~0x00620120);
		assertThat(chain.version()).isEqualTo(0x00620124);
	}

	@Test
	void takesRequiredBitsOutOfTheMask() throws JobRejectedException {
		Job job = this.factory.create(template().version(0x30004000, 0x10000000).work(1, 1), outputs(VALUE));
		assertThat(job.version()).isEqualTo(0x30004000);
		assertThat(job.versionMask()).isEqualTo(0x0fffa000);
	}

	@Test
	void stampsEveryJob() throws JobRejectedException {
		Work work = template().transactions(2).work(1, 1);
		Job job = this.factory.create(work, outputs(VALUE));
		Job other = this.factory.create(work, outputs(VALUE));
		Job fresh = this.factory.fresh(job);
		assertThat(fresh.sequence()).isEqualTo(3);
		assertThat(fresh.work()).isSameAs(work);
		assertThat(fresh.coinbaseSuffix()).isSameAs(job.coinbaseSuffix());
		assertThat(fresh.merklePath()).isSameAs(job.merklePath()).isSameAs(other.merklePath());
		assertThat(List.of(hex(job.coinbasePrefix()), hex(other.coinbasePrefix()), hex(fresh.coinbasePrefix())))
			.doesNotHaveDuplicates();
		byte[] extranonce = new byte[12];
		assertThat(fresh.merkleRoot(extranonce)).isNotEqualTo(job.merkleRoot(extranonce));
		assertThat(hex(fresh.coinbasePrefix())).startsWith(hex(job.coinbasePrefix()).substring(0, 94));
	}

	@Test
	void refusesOutputsThatDoNotAddUp() {
		rejects(template(), outputs(VALUE - 1), "sum of 1 outputs: 4999999999 satoshis (expected: 5000000000)");
		rejects(template(), outputs(VALUE, 1), "sum of 2 outputs: 5000000001 satoshis (expected: 5000000000)");
		rejects(template(), outputs(), "sum of 0 outputs");
		rejects(template().value(0), outputs(), "sum of 0 outputs");
		long[] overflowing = new long[8800];
		Arrays.fill(overflowing, TxOutput.MAX_VALUE);
		rejects(template(), outputs(overflowing), "sum of 8800 outputs");
	}

	@Test
	void refusesACoinbaseThatMinersCannotTake() throws JobRejectedException {
		assertThatExceptionOfType(JobRejectedException.class)
			.isThrownBy(() -> factory(299).create(template().work(1, 1), outputs(VALUE - 4, 1, 1, 1, 1)))
			.withMessage("coinbase: 300 bytes (expected: <= 299)");
		rejects(template(), zerosAnd(new long[30], VALUE), "(expected: <= 1000)");
		JobFactory exact = factory(300);
		assertThat(size(exact.create(template().work(1, 1), outputs(VALUE - 4, 1, 1, 1, 1)))).isEqualTo(300);
	}

	@Test
	void refusesABlockThatIsTooHeavy() throws JobRejectedException {
		int weight = 4 * (80 + 1) + 10_000 + 4 * size(this.factory.create(template().work(1, 1), outputs(VALUE))) + 36;
		this.factory.create(template().transactions(10).limits(weight, 80_000).work(1, 1), outputs(VALUE));
		rejects(template().transactions(10).limits(weight - 1, 80_000), outputs(VALUE),
				"block weight: " + weight + " (expected: <= " + (weight - 1) + ")");
	}

	@Test
	void refusesABlockWithTooManySignatureOperations() throws JobRejectedException {
		this.factory.create(template().transactions(10).limits(4_000_000, 408).work(1, 1), outputs(VALUE - 1, 1));
		rejects(template().transactions(10).limits(4_000_000, 407), outputs(VALUE - 1, 1),
				"signature operation cost: 408 (expected: <= 407)");
	}

	@Test
	void refusesTargetsThatNoBlockMayHave() {
		rejects(template().nBits(0), outputs(VALUE), "nBits: 00000000");
		rejects(template().nBits(0x04923456), outputs(VALUE), "nBits: 04923456");
	}

	@Test
	void saysHowMuchRoomOutputsHave() throws JobRejectedException {
		BlockTemplate template = template().build();
		int room = this.factory.maxOutputsSize(template);
		List<TxOutput> outputs = new ArrayList<>(outputs(VALUE));
		outputs.add(new TxOutput(0, new byte[room - outputs.get(0).size() - 11]));
		assertThat(outputs.stream().mapToInt(TxOutput::size).sum()).isEqualTo(room);
		Job job = this.factory.create(new Work(1, 1, true, template), outputs);
		assertThat(size(job)).isBetween(998, 1000);
	}

	@Test
	void saysHowMuchRoomTheWeightLeaves() throws JobRejectedException {
		BlockTemplate template = template().transactions(10).limits(11_500, 80_000).build();
		int room = this.factory.maxOutputsSize(template);
		assertThat(room).isBetween(130, 160);
		this.factory.create(new Work(1, 1, true, template), List.of(new TxOutput(VALUE, new byte[room - 9])));
		assertThat(this.factory.maxOutputsSize(template().transactions(10).limits(10_000, 80_000).build())).isZero();
	}

	@Test
	void makesDerivedValuesOnce() throws JobRejectedException {
		Job job = this.factory.create(template().work(1, 1), outputs(VALUE));
		Object first = job.derived("a", (made) -> new Object());
		Object second = job.derived("b", (made) -> List.of(made.<Object>derived("a", (again) -> new Object())));
		assertThat(second).isEqualTo(List.of(first));
		assertThat(job.<Object>derived("a", (made) -> new Object())).isSameAs(first);
		assertThat(this.factory.fresh(job).<Object>derived("a", (made) -> new Object())).isNotSameAs(first);
	}

	private void rejects(Templates template, List<TxOutput> outputs, String message) {
		assertThatExceptionOfType(JobRejectedException.class)
			.isThrownBy(() -> this.factory.create(template.work(1, 1), outputs))
			.withMessageContaining(message);
	}

	private static List<TxOutput> zerosAnd(long[] zeros, long value) {
		long[] values = Arrays.copyOf(zeros, zeros.length + 1);
		values[zeros.length] = value;
		return Templates.outputs(values);
	}

	private static int size(Job job) {
		return job.coinbasePrefix().length + job.extranonceLength() + job.coinbaseSuffix().length;
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	private static JobFactory factory(int maxCoinbaseSize) {
		return new JobFactory(new JobSettings(8, MASK, "/test/", maxCoinbaseSize), Target.DIFFICULTY_ONE,
				new Random(1));
	}

}
