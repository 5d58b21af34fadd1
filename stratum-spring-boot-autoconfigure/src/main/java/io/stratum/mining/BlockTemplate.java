package io.stratum.mining;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;

/**
 * What a block is built from, as getblocktemplate gives it (BIP22, BIP23, BIP145).
 *
 * @param previousBlock the hash of the block before
 * @param height the height of the block
 * @param version the block version; bits inside the version-rolling mask are cleared in
 * jobs, except {@code requiredVersionBits}
 * @param requiredVersionBits GBT {@code vbrequired}: bits that must stay set and are
 * therefore taken out of the version-rolling mask
 * @param nBits the compact target
 * @param time the header time to start from, in seconds since 1970
 * @param minTime the lowest header time, in seconds since 1970
 * @param coinbaseValue subsidy and fees in satoshis
 * @param transactions the transactions in order, without the coinbase
 * @param witnessCommitment the output script that commits to the witnesses (GBT
 * {@code default_witness_commitment}), or null if there are none. It begins with
 * {@code 6a24aa21a9ed}; btcd gives only the 32 bytes that follow
 * @param weightLimit the largest weight of a block
 * @param sigopLimit the largest signature operation cost of a block
 * @param fetched when the template was got, for its age
 */
public record BlockTemplate(Hash256 previousBlock, int height, int version, int requiredVersionBits, int nBits,
		long time, long minTime, long coinbaseValue, List<TemplateTransaction> transactions,
		byte @Nullable [] witnessCommitment, int weightLimit, int sigopLimit, Instant fetched) {

	/** The largest weight of a block (BIP141). */
	public static final int MAX_WEIGHT = 4_000_000;

	/** The largest signature operation cost of a block (BIP141). */
	public static final int MAX_SIGOPS = 80_000;

	public BlockTemplate {
		transactions = List.copyOf(transactions);
	}

}
