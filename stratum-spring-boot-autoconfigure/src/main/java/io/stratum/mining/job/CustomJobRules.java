package io.stratum.mining.job;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Refused;

/**
 * What can be checked of a job that a client selected without its transactions: that it
 * follows the current tip, and that no rule of the network makes its blocks invalid. Safe
 * for use by several threads.
 */
public final class CustomJobRules {

	/** How far the network lets header times run ahead. */
	private static final long MAX_SECONDS_AHEAD = 2 * 60 * 60;

	/** The oldest block version since BIP65. */
	private static final int MIN_VERSION = 4;

	/** Below it, a lock time is a height. */
	private static final long LOCK_TIME_THRESHOLD = 500_000_000;

	/** More levels than the transactions of a block can have. */
	private static final int MAX_PATH = 32;

	private static final int FINAL = -1;

	private final int extranonceLength;

	/**
	 * Creates the rules of a pool.
	 * @param settings what all jobs have in common
	 */
	public CustomJobRules(JobSettings settings) {
		this.extranonceLength = settings.customExtranonceLength();
	}

	/**
	 * Checks a job.
	 * @param job the job
	 * @param current what the pool itself is mining
	 * @param nowSeconds the time of day, in seconds since 1970
	 * @return null, or why it is refused
	 */
	public @Nullable Refused check(CustomJob job, BlockTemplate current, long nowSeconds) {
		Refused refused = checkHeader(job, current, nowSeconds);
		if (refused == null) {
			refused = checkCoinbase(job.coinbase(), current);
		}
		if (refused == null && job.merklePath().size() > MAX_PATH) {
			return refuse("invalid-merkle-path", job.merklePath().size() + " hashes", "<= " + MAX_PATH);
		}
		return refused;
	}

	private static @Nullable Refused checkHeader(CustomJob job, BlockTemplate current, long nowSeconds) {
		if (!job.previousBlock().equals(current.previousBlock())) {
			return refuse("stale-chain-tip", job.previousBlock().toString(), current.previousBlock().toString());
		}
		if (job.nBits() != current.nBits()) {
			return refuse("invalid-nbits", Integer.toHexString(job.nBits()), Integer.toHexString(current.nBits()));
		}
		int required = current.hasVersionBits() ? current.requiredVersionBits() : current.fixedVersionBits();
		if (job.version() < MIN_VERSION || (job.version() & required) != required) {
			return refuse("invalid-version", Integer.toHexString(job.version()),
					">= " + MIN_VERSION + " with the bits " + Integer.toHexString(required));
		}
		long time = Integer.toUnsignedLong(job.minTime());
		if (time < current.minTime() || time > nowSeconds + MAX_SECONDS_AHEAD) {
			return refuse("invalid-min-ntime", Long.toString(time),
					current.minTime() + " to " + (nowSeconds + MAX_SECONDS_AHEAD));
		}
		return null;
	}

	private @Nullable Refused checkCoinbase(CustomJob.Coinbase coinbase, BlockTemplate current) {
		byte[] prefix = coinbase.scriptPrefix();
		byte[] height = Coinbase.heightPush(current.height());
		if (prefix.length < height.length || !Arrays.equals(prefix, 0, height.length, height, 0, height.length)) {
			return refuse("invalid-coinbase-prefix", "no push of the height first",
					"that of " + current.height() + " (BIP34)");
		}
		int script = prefix.length + this.extranonceLength;
		if (script > Coinbase.MAX_SCRIPT) {
			return refuse("invalid-coinbase-prefix", "input script of " + script + " bytes",
					"<= " + Coinbase.MAX_SCRIPT);
		}
		if (!isSumInRange(coinbase.outputs())) {
			return refuse("invalid-coinbase-tx-outputs", coinbase.outputs().size() + " outputs",
					">= 1, of " + TxOutput.MAX_VALUE + " satoshis at most");
		}
		if (!coinbase.outputs().containsAll(current.requiredOutputs())) {
			return refuse("invalid-coinbase-tx-outputs", "an output of the chain is missing",
					"the " + current.requiredOutputs().size() + " that each block must have");
		}
		if (current.coinbasePayload().length > 0) {
			return refuse("invalid-coinbase-tx-version", "a coinbase without payload", "no custom jobs on this chain");
		}
		if (!isFinal(coinbase, current)) {
			return refuse("invalid-coinbase-tx-locktime", Integer.toUnsignedString(coinbase.lockTime()),
					"less than the height or the time");
		}
		return null;
	}

	private static boolean isSumInRange(List<TxOutput> outputs) {
		long sum = 0;
		for (TxOutput output : outputs) {
			sum += output.value();
			if (sum > TxOutput.MAX_VALUE) {
				return false;
			}
		}
		return !outputs.isEmpty();
	}

	/**
	 * A coinbase that is not final makes its block invalid. Lock times are compared with
	 * the median time of the blocks before, which is less than the lowest header time.
	 */
	private static boolean isFinal(CustomJob.Coinbase coinbase, BlockTemplate current) {
		long lockTime = Integer.toUnsignedLong(coinbase.lockTime());
		return lockTime == 0 || coinbase.sequence() == FINAL
				|| lockTime < ((lockTime < LOCK_TIME_THRESHOLD) ? current.height() : current.minTime());
	}

	private static Refused refuse(String code, String actual, String expected) {
		return new Refused(code, actual + " (expected: " + expected + ")");
	}

}
