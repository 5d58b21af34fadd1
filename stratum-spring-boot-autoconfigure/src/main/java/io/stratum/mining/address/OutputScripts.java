package io.stratum.mining.address;

import java.nio.ByteBuffer;

/**
 * The output scripts that addresses stand for.
 */
final class OutputScripts {

	private static final byte DUP = 0x76;

	private static final byte EQUAL = (byte) 0x87;

	private static final byte EQUAL_VERIFY = (byte) 0x88;

	private static final byte HASH_160 = (byte) 0xA9;

	private static final byte CHECK_SIG = (byte) 0xAC;

	/** One less than the opcode that pushes 1. */
	private static final int NUMBERS = 0x50;

	private OutputScripts() {
	}

	static byte[] publicKeyHash(byte[] hash) {
		return ByteBuffer.allocate(5 + hash.length)
			.put(DUP)
			.put(HASH_160)
			.put((byte) hash.length)
			.put(hash)
			.put(EQUAL_VERIFY)
			.put(CHECK_SIG)
			.array();
	}

	static byte[] scriptHash(byte[] hash) {
		return ByteBuffer.allocate(3 + hash.length).put(HASH_160).put((byte) hash.length).put(hash).put(EQUAL).array();
	}

	static byte[] witness(int version, byte[] program) {
		return ByteBuffer.allocate(2 + program.length)
			.put((byte) ((version == 0) ? 0 : NUMBERS + version))
			.put((byte) program.length)
			.put(program)
			.array();
	}

}
