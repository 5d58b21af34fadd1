package io.stratum.node;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;

/**
 * Work without transactions, made from the header of a tip while the node still builds
 * its template. Only on the main network, whose subsidy is known, and not where the
 * target or the subsidy changes.
 */
final class EmptyWork {

	private static final int TARGET_PERIOD = 2016;

	private static final int SUBSIDY_PERIOD = 210_000;

	private static final long FIRST_SUBSIDY = 50 * 100_000_000L;

	/** To the witnesses of a block that has only a coinbase (BIP141). */
	private static final byte[] COMMITMENT = HexFormat.of()
		.parseHex("6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9");

	private EmptyWork() {
	}

	/**
	 * Makes the work.
	 * @param tip the hash of the tip
	 * @param header where the tip stands
	 * @param last the template before it, for the rules
	 * @param now the time
	 * @return the work, or null if it would not be certain to be good
	 */
	static @Nullable NodeTemplate on(Hash256 tip, ChainHeader header, NodeTemplate last, Instant now) {
		int height = header.height() + 1;
		BlockTemplate rules = last.template();
		boolean certain = header.confirmations() == 1 && height == rules.height() + 1 && height % TARGET_PERIOD != 0
				&& height % SUBSIDY_PERIOD != 0 && header.nBits() == rules.nBits();
		if (!certain) {
			return null;
		}
		long minTime = header.medianTime() + 1;
		BlockTemplate template = rules.toBuilder()
			.previousBlock(tip)
			.height(height)
			.time(Math.max(minTime, now.getEpochSecond()))
			.minTime(minTime)
			.coinbaseValue(FIRST_SUBSIDY >> (height / SUBSIDY_PERIOD))
			.transactions(List.of())
			.witnessCommitment((rules.witnessCommitment() != null) ? COMMITMENT.clone() : null)
			.fetched(now)
			.raw(Map.of())
			.build();
		return new NodeTemplate(template, null);
	}

}
