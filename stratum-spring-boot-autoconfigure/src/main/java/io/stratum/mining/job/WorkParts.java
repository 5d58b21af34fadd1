package io.stratum.mining.job;

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
 */
record WorkParts(BlockTemplate template, byte[][] merklePath, Target networkTarget, double networkDifficulty,
		long weight, long sigops) {

	static WorkParts of(BlockTemplate template, Target difficultyOne) throws JobRejectedException {
		Target target;
		try {
			target = Target.ofCompact(template.nBits());
		}
		catch (IllegalArgumentException ex) {
			throw new JobRejectedException(
					"nBits: %08x (expected: a target that Core accepts)".formatted(template.nBits()), ex);
		}
		byte[][] path = MerklePath.branches(template.transactions().stream().map(TemplateTransaction::txid).toList());
		long weight = template.transactions().stream().mapToLong(TemplateTransaction::weight).sum();
		long sigops = template.transactions().stream().mapToLong(TemplateTransaction::sigops).sum();
		return new WorkParts(template, path, target, target.difficulty(difficultyOne), weight, sigops);
	}

}
