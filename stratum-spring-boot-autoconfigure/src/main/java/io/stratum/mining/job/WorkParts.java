package io.stratum.mining.job;

import java.util.List;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Target;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

/**
 * What the jobs of all payouts take from a template, worked out once.
 *
 * @param template the template
 * @param merklePath the branches from the coinbase up
 * @param networkTarget the target of a block
 * @param networkDifficulty its difficulty
 * @param weight the weight of the transactions
 * @param sigops the signature operation cost of the transactions
 * @param custom whether a client selected the transactions and alone knows them; weight
 * and cost are 0 then
 */
record WorkParts(BlockTemplate template, byte[][] merklePath, Target networkTarget, double networkDifficulty,
		long weight, long sigops, boolean custom) {

	static WorkParts of(BlockTemplate template, Target difficultyOne) throws JobRejectedException {
		Target target = target(template.nBits());
		byte[][] path = MerklePath.branches(template.transactions().stream().map(TemplateTransaction::txid).toList());
		long weight = template.transactions().stream().mapToLong(TemplateTransaction::weight).sum();
		long sigops = template.transactions().stream().mapToLong(TemplateTransaction::sigops).sum();
		return new WorkParts(template, path, target, target.difficulty(difficultyOne), weight, sigops, false);
	}

	/**
	 * What a job takes from a client.
	 */
	static WorkParts ofCustom(BlockTemplate template, List<Hash256> merklePath, Target difficultyOne)
			throws JobRejectedException {
		Target target = target(template.nBits());
		byte[][] path = merklePath.stream().map(Hash256::toInternal).toArray(byte[][]::new);
		return new WorkParts(template, path, target, target.difficulty(difficultyOne), 0, 0, true);
	}

	private static Target target(int nBits) throws JobRejectedException {
		try {
			return Target.ofCompact(nBits);
		}
		catch (IllegalArgumentException ex) {
			throw new JobRejectedException("nBits: %08x (expected: a target that Core accepts)".formatted(nBits), ex);
		}
	}

}
