package io.stratum.protocol.sv1;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Hex;

/**
 * A {@code mining.notify}: a job for miners.
 *
 * @param job the job id, written as lower-case hexadecimal digits without leading zeros
 * @param previousBlock the hash of the block before
 * @param coinbase1 the coinbase before the extranonces; shared, not copied
 * @param coinbase2 the coinbase after the extranonces; shared, not copied
 * @param branches the merkle branches from the coinbase up, 32 raw bytes each; shared,
 * not copied
 * @param version the block version
 * @param nBits the compact target
 * @param time the header time, unsigned seconds
 * @param clean whether all earlier jobs are worthless
 */
public record Notify(long job, Hash256 previousBlock, byte[] coinbase1, byte[] coinbase2, byte[][] branches,
		int version, int nBits, int time, boolean clean) {

	private static final byte[] HEAD = JsonWriter.ascii("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"");

	private static final byte[] NEXT = JsonWriter.ascii("\",\"");

	private static final byte[] BRANCHES = JsonWriter.ascii("\",[");

	private static final byte[] END_OF_BRANCHES = JsonWriter.ascii("],\"");

	private static final byte[] CLEAN = JsonWriter.ascii("\",true]}\n");

	private static final byte[] NOT_CLEAN = JsonWriter.ascii("\",false]}\n");

	private static final int WORD = 4;

	/**
	 * Encodes the line. The previous hash goes out as eight words of four bytes in
	 * internal order, the bytes of each word reversed; version, nBits and time as eight
	 * zero-padded digits, without which some miners refuse the job.
	 * @return the line with its LF
	 */
	public byte[] encode() {
		byte[] id = JsonWriter.ascii(Long.toHexString(this.job));
		byte[] tail = this.clean ? CLEAN : NOT_CLEAN;
		byte[] out = new byte[length(id.length, tail.length)];
		int at = put(out, 0, HEAD);
		at = put(out, at, id);
		at = put(out, at, NEXT);
		at = putSwapped(out, at, this.previousBlock.toInternal());
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.coinbase1, 0, this.coinbase1.length);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.coinbase2, 0, this.coinbase2.length);
		at = put(out, at, BRANCHES);
		at = putBranches(out, at);
		at = put(out, at, END_OF_BRANCHES);
		at = Hex.put(out, at, this.version);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.nBits);
		at = put(out, at, NEXT);
		at = Hex.put(out, at, this.time);
		put(out, at, tail);
		return out;
	}

	private int length(int id, int tail) {
		int quotes = 3 * this.branches.length - ((this.branches.length > 0) ? 1 : 0);
		int digits = 2 * (Hash256.LENGTH * (1 + this.branches.length) + this.coinbase1.length + this.coinbase2.length)
				+ 3 * 8;
		return HEAD.length + id + 5 * NEXT.length + BRANCHES.length + END_OF_BRANCHES.length + tail + quotes + digits;
	}

	private int putBranches(byte[] out, int index) {
		int at = index;
		for (int i = 0; i < this.branches.length; i++) {
			if (i > 0) {
				out[at++] = ',';
			}
			out[at++] = '"';
			at = Hex.put(out, at, this.branches[i], 0, Hash256.LENGTH);
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
