package io.stratum.mining.job;

/**
 * Counts the signature operations of output scripts as the network counts them for the
 * limit of a block: without looking at the number of keys.
 */
final class SigOps {

	/** What a signature operation outside a witness costs (BIP141). */
	static final int COST = 4;

	private static final int MAX_PUSH = 0x4B;

	private static final int PUSH_DATA_1 = 0x4C;

	private static final int PUSH_DATA_2 = 0x4D;

	private static final int PUSH_DATA_4 = 0x4E;

	private static final int CHECK_SIG = 0xAC;

	private static final int CHECK_SIG_VERIFY = 0xAD;

	private static final int CHECK_MULTI_SIG = 0xAE;

	private static final int CHECK_MULTI_SIG_VERIFY = 0xAF;

	private static final int KEYS_OF_MULTI_SIG = 20;

	private SigOps() {
	}

	static int count(byte[] script) {
		int count = 0;
		long next = 0;
		while (next < script.length) {
			int opcode = script[(int) next] & 0xFF;
			if (opcode == CHECK_SIG || opcode == CHECK_SIG_VERIFY) {
				count++;
			}
			else if (opcode == CHECK_MULTI_SIG || opcode == CHECK_MULTI_SIG_VERIFY) {
				count += KEYS_OF_MULTI_SIG;
			}
			next += 1 + pushed(script, (int) next, opcode);
		}
		return count;
	}

	private static long pushed(byte[] script, int index, int opcode) {
		if (opcode <= MAX_PUSH) {
			return opcode;
		}
		return switch (opcode) {
			case PUSH_DATA_1 -> 1 + length(script, index + 1, 1);
			case PUSH_DATA_2 -> 2 + length(script, index + 1, 2);
			case PUSH_DATA_4 -> 4 + length(script, index + 1, 4);
			default -> 0;
		};
	}

	/**
	 * A length; one that is cut off ends the script, as a push beyond its end does.
	 */
	private static long length(byte[] script, int index, int bytes) {
		if (index + bytes > script.length) {
			return script.length;
		}
		long length = 0;
		for (int i = bytes - 1; i >= 0; i--) {
			length = (length << 8) | (script[index + i] & 0xFF);
		}
		return length;
	}

}
