package io.stratum.engine.work;

import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.BlockTemplate;

/**
 * Refuses templates whose blocks would be refused.
 */
final class TemplateCheck {

	/** A script of BIP141: OP_RETURN, a push of 36 bytes, four of which are these. */
	private static final byte[] COMMITMENT_HEADER = { 0x6a, 0x24, (byte) 0xaa, 0x21, (byte) 0xa9, (byte) 0xed };

	private static final int COMMITMENT_LENGTH = 38;

	private TemplateCheck() {
	}

	/** Gives a template back that can be mined. */
	static @Nullable BlockTemplate checked(@Nullable BlockTemplate template) {
		if (template == null) {
			return null;
		}
		require("height", template.height(), 0, Integer.MAX_VALUE);
		require("coinbaseValue", template.coinbaseValue(), 0, 21_000_000L * 100_000_000L);
		require("coinbaseValue without requiredOutputs", template.payoutValue(), 0, template.coinbaseValue());
		require("minTime", template.minTime(), 0, 0xffffffffL);
		require("time", template.time(), template.minTime(), 0xffffffffL);
		checkCommitment(template);
		return template;
	}

	/** A block would be refused for a wrong one, whoever found it. */
	private static void checkCommitment(BlockTemplate template) {
		byte[] script = template.witnessCommitment();
		boolean witness = template.transactions().stream().anyMatch((transaction) -> hasWitness(transaction.data()));
		if (script == null && witness) {
			throw new IllegalArgumentException(
					"template witnessCommitment: null (expected: a script, since transactions have witnesses)");
		}
		if (script != null && (script.length < COMMITMENT_LENGTH || Arrays.mismatch(script, COMMITMENT_HEADER) < 6)) {
			throw new IllegalArgumentException("template witnessCommitment: " + HexFormat.of().formatHex(script)
					+ " (expected: 38 bytes that begin with 6a24aa21a9ed)");
		}
	}

	/** By the marker and the flag of BIP144; without a flag, it just has no inputs. */
	private static boolean hasWitness(byte[] transaction) {
		return transaction.length > 5 && transaction[4] == 0 && transaction[5] != 0;
	}

	private static void require(String name, long value, long minimum, long maximum) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException(
					"template " + name + ": " + value + " (expected: " + minimum + " to " + maximum + ")");
		}
	}

}
