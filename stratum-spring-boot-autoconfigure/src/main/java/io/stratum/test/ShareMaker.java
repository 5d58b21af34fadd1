package io.stratum.test;

import java.util.HexFormat;

import tools.jackson.databind.JsonNode;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

/**
 * Finds shares for the jobs of a Stratum V1 session, as a miner does, by SHA256d. Takes
 * about a second for a difficulty of 0.0002. No two shares of one maker are the same. Not
 * for use by several threads.
 */
public final class ShareMaker {

	private static final HexFormat HEX = HexFormat.of();

	private static final int WORD = 4;

	private final Sha256d sha = new Sha256d();

	private final String extranonce1;

	private final int extranonce2Size;

	private long extranonce2;

	/**
	 * Creates a maker.
	 * @param extranonce1 the hexadecimal digits that the server gave the session
	 * @param extranonce2Size the number of bytes that the miner chooses
	 */
	public ShareMaker(String extranonce1, int extranonce2Size) {
		this.extranonce1 = extranonce1;
		this.extranonce2Size = extranonce2Size;
	}

	/**
	 * The maker for a session.
	 * @param subscribed the response to {@code mining.subscribe}
	 * @return the maker
	 */
	public static ShareMaker of(JsonNode subscribed) {
		JsonNode result = subscribed.path("result");
		return new ShareMaker(result.path(1).asString(), result.path(2).asInt());
	}

	/**
	 * Finds a share.
	 * @param notify the {@code mining.notify} message of the job
	 * @param worker the name of the worker
	 * @param difficulty the difficulty to reach; 0 takes the first hash there is
	 * @return the parameters of {@code mining.submit}: worker, job, extranonce2, time,
	 * nonce
	 */
	public String[] share(JsonNode notify, String worker, double difficulty) {
		Target target = (difficulty > 0) ? Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE) : Target.MAX;
		JsonNode job = notify.path("params");
		byte[] hash = new byte[Hash256.LENGTH];
		while (true) {
			String extranonce2 = nextExtranonce2();
			byte[] header = header(job, extranonce2);
			int nonce = 0;
			do {
				LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, nonce);
				this.sha.hash(header, 0, header.length, hash, 0);
				if (target.isMetBy(hash)) {
					return new String[] { worker, job.path(0).asString(), extranonce2, job.path(7).asString(),
							HEX.toHexDigits(nonce) };
				}
				nonce++;
			}
			while (nonce != 0);
		}
	}

	private String nextExtranonce2() {
		String digits = HEX.toHexDigits(this.extranonce2++, 2 * Math.min(this.extranonce2Size, Long.BYTES));
		return "0".repeat(2 * this.extranonce2Size - digits.length()) + digits;
	}

	/**
	 * The header of a job, with nonce 0.
	 * @param job the parameters of {@code mining.notify}
	 * @param extranonce2 the part that the miner chose
	 * @return 80 bytes
	 */
	byte[] header(JsonNode job, String extranonce2) {
		byte[][] branches = job.path(4)
			.valueStream()
			.map((branch) -> HEX.parseHex(branch.asString()))
			.toArray(byte[][]::new);
		byte[] root = MerklePath.root(branches, HEX.parseHex(job.path(2).asString()), HEX.parseHex(this.extranonce1),
				HEX.parseHex(extranonce2), HEX.parseHex(job.path(3).asString()));
		byte[] header = new byte[BlockHeader.LENGTH];
		putNumber(header, BlockHeader.VERSION_OFFSET, job.path(5));
		byte[] previous = HEX.parseHex(job.path(1).asString());
		for (int i = 0; i < previous.length; i++) {
			// the words are in the order of the header, the bytes in them are not
			header[BlockHeader.PREVIOUS_BLOCK_OFFSET + (i ^ (WORD - 1))] = previous[i];
		}
		System.arraycopy(root, 0, header, BlockHeader.MERKLE_ROOT_OFFSET, Hash256.LENGTH);
		putNumber(header, BlockHeader.TIME_OFFSET, job.path(7));
		putNumber(header, BlockHeader.N_BITS_OFFSET, job.path(6));
		return header;
	}

	private static void putNumber(byte[] header, int offset, JsonNode digits) {
		LittleEndian.putInt(header, offset, Integer.parseUnsignedInt(digits.asString(), 16));
	}

}
