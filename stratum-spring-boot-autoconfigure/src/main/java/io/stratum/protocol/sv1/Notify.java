package io.stratum.protocol.sv1;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Hex;
import io.stratum.protocol.ProtocolException;

/**
 * A {@code mining.notify}: a job for miners.
 *
 * @param jobId the job id: ASCII without characters that JSON escapes
 * @param prevhash the hash of the block before
 * @param coinb1 the coinbase before the extranonces, without witness; do not modify
 * @param coinb2 the coinbase after the extranonces, without witness; do not modify
 * @param merkleBranch the hashes from the coinbase up, 32 raw bytes each; do not modify
 * @param version the block version
 * @param nbits the compact target
 * @param ntime the header time to start from, unsigned seconds
 * @param cleanJobs whether all earlier jobs are worthless
 */
public record Notify(String jobId, Hash256 prevhash, byte[] coinb1, byte[] coinb2, byte[][] merkleBranch, int version,
		int nbits, int ntime, boolean cleanJobs) {

	/** The method. */
	public static final String METHOD = "mining.notify";

	private static final byte[] HEAD = JsonWriter.ascii("{\"id\":null,\"method\":\"" + METHOD + "\",\"params\":[\"");

	private static final byte[] NEXT = JsonWriter.ascii("\",\"");

	private static final byte[] BRANCHES = JsonWriter.ascii("\",[");

	private static final byte[] END_OF_BRANCHES = JsonWriter.ascii("],\"");

	private static final byte[] CLEAN = JsonWriter.ascii("\",true]}\n");

	private static final byte[] NOT_CLEAN = JsonWriter.ascii("\",false]}\n");

	private static final int WORD = 4;

	private static final int PARAMS = 9;

	private static final int MAX_JOB_ID = 128;

	/** A tree of 2<sup>24</sup> transactions is larger than any block. */
	private static final int MAX_BRANCH = 24;

	/** No transaction without witnesses is larger in a valid block. */
	private static final int MAX_COINBASE = 1_000_000;

	/**
	 * Reads the parameters.
	 * @param message the notification
	 * @return the job
	 * @throws ProtocolException if it makes no sense
	 */
	public static Notify decode(StratumRequest message) throws ProtocolException {
		int count = message.positional().size();
		if (count < PARAMS) {
			throw new ProtocolException(METHOD + " params: " + count + " (expected: " + PARAMS + ")");
		}
		String jobId = message.text(0);
		if (jobId == null || jobId.isEmpty() || jobId.length() > MAX_JOB_ID) {
			throw new ProtocolException("job id: (expected: text of 1 to " + MAX_JOB_ID + " characters)");
		}
		return new Notify(jobId, prevhash(message.param(1)),
				ServerFields.bytes("coinb1", message.param(2), MAX_COINBASE),
				ServerFields.bytes("coinb2", message.param(3), MAX_COINBASE), merkleBranch(message.param(4)),
				ServerFields.number("version", message.param(5)), ServerFields.number("nbits", message.param(6)),
				ServerFields.number("ntime", message.param(7)), Boolean.TRUE.equals(message.param(count - 1)));
	}

	private static Hash256 prevhash(@Nullable Object value) throws ProtocolException {
		byte[] words = ServerFields.exactly("prevhash", value, Hash256.LENGTH);
		byte[] internal = new byte[Hash256.LENGTH];
		for (int i = 0; i < internal.length; i++) {
			internal[i] = words[i ^ (WORD - 1)];
		}
		return Hash256.ofInternal(internal);
	}

	private static byte[][] merkleBranch(@Nullable Object value) throws ProtocolException {
		if (!(value instanceof List<?> list) || list.size() > MAX_BRANCH) {
			throw new ProtocolException("merkle branch: (expected: a list of at most " + MAX_BRANCH + ")");
		}
		byte[][] branch = new byte[list.size()][];
		for (int i = 0; i < branch.length; i++) {
			branch[i] = ServerFields.exactly("merkle branch", list.get(i), Hash256.LENGTH);
		}
		return branch;
	}

	/**
	 * Encodes the line. The previous hash goes out as eight words of four bytes in
	 * internal order, the bytes of each word reversed; version, nBits and time as eight
	 * zero-padded digits, without which some miners refuse the job.
	 * @return the line with its LF
	 */
	public byte[] encode() {
		byte[] id = JsonWriter.ascii(this.jobId);
		byte[] tail = this.cleanJobs ? CLEAN : NOT_CLEAN;
		byte[] out = new byte[length(id.length, tail.length)];
		int at = put(out, 0, HEAD);
		at = put(out, at, id);
		at = put(out, at, NEXT);
		at = putSwapped(out, at, this.prevhash.toInternal());
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.coinb1, 0, this.coinb1.length);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.coinb2, 0, this.coinb2.length);
		at = put(out, at, BRANCHES);
		at = putBranches(out, at);
		at = put(out, at, END_OF_BRANCHES);
		at = Hex.put(out, at, this.version);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.nbits);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.ntime);
		put(out, at, tail);
		return out;
	}

	private int length(int id, int tail) {
		int quotes = 3 * this.merkleBranch.length - ((this.merkleBranch.length > 0) ? 1 : 0);
		int digits = 2 * (Hash256.LENGTH * (1 + this.merkleBranch.length) + this.coinb1.length + this.coinb2.length)
				+ 3 * 8;
		return HEAD.length + id + 5 * NEXT.length + BRANCHES.length + END_OF_BRANCHES.length + tail + quotes + digits;
	}

	private int putBranches(byte[] out, int index) {
		int at = index;
		for (int i = 0; i < this.merkleBranch.length; i++) {
			if (i > 0) {
				out[at++] = ',';
			}
			out[at++] = '"';
			at = Hex.put(out, at, this.merkleBranch[i], 0, Hash256.LENGTH);
			out[at++] = '"';
		}
		return at;
	}

	private static int putSwapped(byte[] out, int index, byte[] internal) {
		int at = index;
		for (int word = 0; word < Hash256.LENGTH; word += WORD) {
			for (int i = WORD - 1; i >= 0; i--) {
				at = Hex.put(out, at, internal, word + i, word + i + 1);
			}
		}
		return at;
	}

	private static int put(byte[] out, int index, byte[] bytes) {
		System.arraycopy(bytes, 0, out, index, bytes.length);
		return index + bytes.length;
	}

}
