package io.stratum.protocol.sv2;

/**
 * How long a payload may be, by who reads it and what was agreed so far. Enforced as soon
 * as a header is there, before anything of its payload is kept. The limits hold the
 * greatest legal message of the state and some room for fields of newer revisions.
 *
 * @param maxPayloadLength the length in bytes, up to 16777215
 */
public record Sv2Limits(int maxPayloadLength) {

	/** A server before the set-up of the connection: SetupConnection has up to 1291. */
	public static final Sv2Limits SERVER_SETUP = new Sv2Limits(2 * 1024);

	/** A server of the mining protocol: all but custom jobs have less than 400. */
	public static final Sv2Limits SERVER_MINING = new Sv2Limits(1024);

	/** A server of the mining protocol with work selection: custom jobs have 74274. */
	public static final Sv2Limits SERVER_WORK_SELECTION = new Sv2Limits(75 * 1024);

	/** A client before the answer to its set-up. */
	public static final Sv2Limits CLIENT_SETUP = new Sv2Limits(1024);

	/** A client of the mining protocol: SetGroupChannel has up to 262146. */
	public static final Sv2Limits CLIENT_MINING = new Sv2Limits(257 * 1024);

	/**
	 * Checks the range.
	 */
	public Sv2Limits {
		if (maxPayloadLength < 0 || maxPayloadLength > FrameHeader.MAX_PAYLOAD_LENGTH) {
			throw new IllegalArgumentException("max payload length: " + maxPayloadLength + " (expected: 0 to "
					+ FrameHeader.MAX_PAYLOAD_LENGTH + ")");
		}
	}

	/**
	 * These limits or stricter ones.
	 * @param configured a limit in bytes
	 * @return the limits
	 */
	public Sv2Limits atMost(int configured) {
		return (configured < this.maxPayloadLength) ? new Sv2Limits(configured) : this;
	}

}
