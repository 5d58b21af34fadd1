package io.stratum.mining.job;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.bitcoin.VarInt;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;

/**
 * Builds jobs, and refuses to build one whose block could not be accepted. Safe for use
 * by several threads.
 */
public final class JobFactory {

	private final JobSettings settings;

	private final Target difficultyOne;

	private final JobStamps stamps;

	private volatile @Nullable WorkParts lastParts;

	/**
	 * Creates a factory.
	 * @param settings what all jobs have in common
	 * @param difficultyOne the target of difficulty 1 of the proof of work
	 * @param random stamps the jobs; must differ between servers and runs, so a
	 * {@link java.security.SecureRandom}
	 */
	public JobFactory(JobSettings settings, Target difficultyOne, RandomGenerator random) {
		this.settings = settings;
		this.difficultyOne = difficultyOne;
		this.stamps = new JobStamps(random);
	}

	/**
	 * Builds the job of a work and a payout.
	 * @param work the work
	 * @param outputs what the coinbase pays, without the outputs that the template
	 * requires and the witness commitment
	 * @return the job
	 * @throws JobRejectedException if a block made from the job would be refused by the
	 * network or miners could not take it
	 */
	public Job create(Work work, List<TxOutput> outputs) throws JobRejectedException {
		BlockTemplate template = work.template();
		WorkParts parts = parts(template);
		checkSum(outputs, template.payoutValue());
		long sequence = this.stamps.next();
		List<TxOutput> all = withRequired(outputs, template);
		Coinbase coinbase = Coinbase.of(template, this.stamps.stamp(sequence), this.settings, all);
		checkCoinbase(template, coinbase);
		checkWeight(template, parts, coinbase);
		checkSigops(template, parts, all);
		return new Job(sequence, work, parts, this.settings, coinbase);
	}

	/**
	 * Builds a job of the same work and payout that is not the same work to do: it has a
	 * stamp and a sequence number of its own.
	 * @param job the job, not a custom one
	 * @return another one
	 */
	public Job fresh(Job job) {
		if (job.isCustom()) {
			throw new IllegalArgumentException("custom job (expected: a job with a stamp)");
		}
		long sequence = this.stamps.next();
		return new Job(sequence, this.stamps.stamp(sequence), job);
	}

	/**
	 * Builds the job that a client selected. Its work is the {@linkplain #tip tip}, of
	 * which only the header of the client is kept, not the transactions of the pool.
	 * @param work the work of the pool
	 * @param custom the job, which keeps the {@linkplain CustomJobRules rules}
	 * @return the job
	 * @throws JobRejectedException if nobody can mine it
	 */
	public Job custom(Work work, CustomJob custom) throws JobRejectedException {
		BlockTemplate ours = work.template();
		long time = Integer.toUnsignedLong(custom.minTime());
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(custom.previousBlock())
			.height(ours.height())
			.version(custom.version())
			.requiredVersionBits(ours.requiredVersionBits())
			.nBits(custom.nBits())
			.time(time)
			.minTime(time)
			.coinbaseValue(ours.coinbaseValue())
			.fetched(ours.fetched())
			.build();
		Coinbase coinbase = Coinbase.ofCustom(custom.coinbase(), this.settings.customExtranonceLength());
		checkScript(coinbase, "");
		return new Job(this.stamps.next(), new Work(work.tip(), work.tip(), true, template),
				WorkParts.ofCustom(template, custom.merklePath(), this.difficultyOne), this.settings, coinbase);
	}

	/**
	 * The work that stands for a whole tip, as custom jobs have it: it is superseded by
	 * another tip only.
	 * @param work a work of the tip
	 * @return a work numbered like the tip
	 */
	public static Work tip(Work work) {
		return new Work(work.tip(), work.tip(), true, work.template());
	}

	/**
	 * How many bytes the outputs of a coinbase may have together without what the
	 * template adds to them, so that {@link #create} takes them. The limit of signature
	 * operations is not counted in.
	 * @param template the template
	 * @return the size in bytes, 0 if there is no room
	 * @throws JobRejectedException if no job can be made of the template
	 */
	public int maxOutputsSize(BlockTemplate template) throws JobRejectedException {
		WorkParts parts = parts(template);
		// the count of the outputs takes up to 3 bytes
		int fixed = Coinbase.of(template, 0, this.settings, withRequired(List.of(), template))
			.size(this.settings.extranonceLength()) + 2;
		long weightLeft = template.weightLimit() - blockWeight(template, parts)
				- Coinbase.weight(fixed, template.witnessCommitment());
		return (int) Math.max(0, Math.min(this.settings.maxCoinbaseSize() - fixed, weightLeft / 4));
	}

	private WorkParts parts(BlockTemplate template) throws JobRejectedException {
		WorkParts parts = this.lastParts;
		if (parts == null || parts.template() != template) {
			parts = WorkParts.of(template, this.difficultyOne);
			this.lastParts = parts;
		}
		return parts;
	}

	private static void checkSum(List<TxOutput> outputs, long expected) throws JobRejectedException {
		long sum = 0;
		for (TxOutput output : outputs) {
			sum += output.value();
			if (sum > TxOutput.MAX_VALUE) {
				break;
			}
		}
		if (outputs.isEmpty() || sum != expected) {
			throw new JobRejectedException(
					"sum of " + outputs.size() + " outputs: " + sum + " satoshis (expected: " + expected + ")");
		}
	}

	private static List<TxOutput> withRequired(List<TxOutput> outputs, BlockTemplate template) {
		byte[] commitment = template.witnessCommitment();
		List<TxOutput> all = new ArrayList<>(outputs);
		all.addAll(template.requiredOutputs());
		if (commitment != null) {
			all.add(new TxOutput(0, commitment));
		}
		return all;
	}

	private void checkCoinbase(BlockTemplate template, Coinbase coinbase) throws JobRejectedException {
		checkScript(coinbase, ", with a pool tag of " + this.settings.poolTag().length() + " and a coinbaseScript of "
				+ template.coinbaseScript().length);
		int size = coinbase.size(this.settings.extranonceLength());
		if (size > this.settings.maxCoinbaseSize()) {
			throw new JobRejectedException(
					"coinbase: " + size + " bytes (expected: <= " + this.settings.maxCoinbaseSize() + ")");
		}
	}

	private static void checkScript(Coinbase coinbase, String parts) throws JobRejectedException {
		int script = coinbase.scriptSize();
		if (script < Coinbase.MIN_SCRIPT || script > Coinbase.MAX_SCRIPT) {
			throw new JobRejectedException("coinbase script: " + script + " bytes (expected: " + Coinbase.MIN_SCRIPT
					+ " to " + Coinbase.MAX_SCRIPT + ")" + parts);
		}
	}

	private void checkWeight(BlockTemplate template, WorkParts parts, Coinbase coinbase) throws JobRejectedException {
		int size = coinbase.size(this.settings.extranonceLength());
		long weight = blockWeight(template, parts) + Coinbase.weight(size, template.witnessCommitment());
		if (weight > template.weightLimit()) {
			throw new JobRejectedException(
					"block weight: " + weight + " (expected: <= " + template.weightLimit() + ")");
		}
	}

	private static void checkSigops(BlockTemplate template, WorkParts parts, List<TxOutput> outputs)
			throws JobRejectedException {
		long sigops = parts.sigops();
		for (TxOutput output : outputs) {
			sigops += SigOps.COST * (long) SigOps.count(output.script());
		}
		if (sigops > template.sigopLimit()) {
			throw new JobRejectedException(
					"signature operation cost: " + sigops + " (expected: <= " + template.sigopLimit() + ")");
		}
	}

	/**
	 * The weight of a block without its coinbase.
	 */
	private static long blockWeight(BlockTemplate template, WorkParts parts) {
		return 4L * (BlockHeader.LENGTH + VarInt.size(template.transactions().size() + 1)) + parts.weight();
	}

}
