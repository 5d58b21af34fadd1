package io.stratum.mining.job;

import java.util.HexFormat;

import io.stratum.bitcoin.Target;

/**
 * Jobs with given coinbases, for vectors.
 */
public final class Jobs {

	private Jobs() {
	}

	/**
	 * A job with a coinbase of other software.
	 * @param work what it is built from
	 * @param settings its extranonce2 size and version mask
	 * @param prefix the coinbase before the extranonce
	 * @param suffix the coinbase after it
	 * @return the job
	 */
	public static Job of(Work work, JobSettings settings, String prefix, String suffix) throws JobRejectedException {
		Coinbase coinbase = new Coinbase(HexFormat.of().parseHex(prefix), HexFormat.of().parseHex(suffix), 0);
		return new Job(1, work, WorkParts.of(work.template(), Target.DIFFICULTY_ONE), settings, coinbase);
	}

}
