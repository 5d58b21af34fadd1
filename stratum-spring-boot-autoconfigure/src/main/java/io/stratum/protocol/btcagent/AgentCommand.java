package io.stratum.protocol.btcagent;

/**
 * The numbers of the commands.
 */
final class AgentCommand {

	/** The first byte of every frame; no JSON begins with it. */
	static final int MAGIC = 0x7f;

	static final int HEADER_LENGTH = 4;

	static final int MAX_FRAME_LENGTH = 0xffff;

	static final int REGISTER_WORKER = 0x01;

	static final int SUBMIT = 0x02;

	static final int SUBMIT_WITH_TIME = 0x03;

	static final int UNREGISTER_WORKER = 0x04;

	static final int SET_DIFFICULTY = 0x05;

	static final int SUBMIT_RESPONSE = 0x10;

	static final int SUBMIT_WITH_VERSION = 0x12;

	static final int SUBMIT_WITH_TIME_AND_VERSION = 0x13;

	static final int SUBMIT_WITH_MIX_HASH = 0x14;

	static final int ASK_NONCE_PREFIX = 0x21;

	static final int SET_EXTRANONCE = 0x22;

	static final int MIX_HASH_LENGTH = 32;

	private AgentCommand() {
	}

	static boolean isSubmit(int command) {
		return switch (command) {
			case SUBMIT, SUBMIT_WITH_TIME, SUBMIT_WITH_VERSION, SUBMIT_WITH_TIME_AND_VERSION, SUBMIT_WITH_MIX_HASH ->
				true;
			default -> false;
		};
	}

}
