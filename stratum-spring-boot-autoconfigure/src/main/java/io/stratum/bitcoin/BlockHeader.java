package io.stratum.bitcoin;

import java.util.Arrays;

/**
 * The header of a block: 80 bytes, integers little-endian, hashes in internal order.
 *
 * @param version the block version
 * @param previousBlock the hash of the block before
 * @param merkleRoot the root of the tree of transaction ids
 * @param time seconds since 1970, unsigned
 * @param nBits the compact target
 * @param nonce the nonce
 */
public record BlockHeader(int version, Hash256 previousBlock, Hash256 merkleRoot, int time, int nBits, int nonce) {

	/** Length in bytes. */
	public static final int LENGTH = 80;

	/** Where the version stands. */
	public static final int VERSION_OFFSET = 0;

	/** Where the hash of the block before stands. */
	public static final int PREVIOUS_BLOCK_OFFSET = 4;

	/** Where the merkle root stands. */
	public static final int MERKLE_ROOT_OFFSET = 36;

	/** Where the time stands. */
	public static final int TIME_OFFSET = 68;

	/** Where the compact target stands. */
	public static final int N_BITS_OFFSET = 72;

	/** Where the nonce stands. */
	public static final int NONCE_OFFSET = 76;

	/**
	 * Reads a header.
	 * @param header 80 bytes
	 * @return its fields
	 */
	public static BlockHeader parse(byte[] header) {
		if (header.length != LENGTH) {
			throw new IllegalArgumentException("length: " + header.length + " (expected: " + LENGTH + ")");
		}
		return new BlockHeader(LittleEndian.getInt(header, VERSION_OFFSET), hashAt(header, PREVIOUS_BLOCK_OFFSET),
				hashAt(header, MERKLE_ROOT_OFFSET), LittleEndian.getInt(header, TIME_OFFSET),
				LittleEndian.getInt(header, N_BITS_OFFSET), LittleEndian.getInt(header, NONCE_OFFSET));
	}

	private static Hash256 hashAt(byte[] header, int offset) {
		return Hash256.ofInternal(Arrays.copyOfRange(header, offset, offset + Hash256.LENGTH));
	}

	/**
	 * Writes the header.
	 * @return 80 bytes
	 */
	public byte[] toBytes() {
		byte[] header = new byte[LENGTH];
		LittleEndian.putInt(header, VERSION_OFFSET, this.version);
		this.previousBlock.copyTo(header, PREVIOUS_BLOCK_OFFSET);
		this.merkleRoot.copyTo(header, MERKLE_ROOT_OFFSET);
		LittleEndian.putInt(header, TIME_OFFSET, this.time);
		LittleEndian.putInt(header, N_BITS_OFFSET, this.nBits);
		LittleEndian.putInt(header, NONCE_OFFSET, this.nonce);
		return header;
	}

	/**
	 * The identity of the block.
	 * @return the double SHA-256 of the header
	 */
	public Hash256 hash() {
		return Sha256d.hash(toBytes());
	}

}
