package io.stratum.node;

import tools.jackson.core.JsonParser;

/**
 * A block of which a node tells where it stands.
 *
 * @param height its height
 * @param confirmations how many blocks of the best chain it is below the top, itself
 * among them; -1 if it is not on it
 * @param time its time, in seconds since 1970
 * @param medianTime the median time of the eleven blocks up to it
 * @param nBits its compact target
 */
record ChainHeader(int height, int confirmations, long time, long medianTime, int nBits) {

	private static final long UNSIGNED_INT = 0xffffffffL;

	/** Reads the result of getblockheader. */
	static ChainHeader read(JsonParser parser) {
		long[] values = new long[5];
		Json.fields(parser, "result", (name) -> {
			switch (name) {
				case "height" -> values[0] = Json.number(parser, name, 0, Integer.MAX_VALUE);
				case "confirmations" -> values[1] = Json.number(parser, name, -1, Integer.MAX_VALUE);
				case "time" -> values[2] = Json.number(parser, name, 0, UNSIGNED_INT);
				case "mediantime" -> values[3] = Json.number(parser, name, 0, UNSIGNED_INT);
				case "bits" -> values[4] = Json.bits(parser, name);
				default -> parser.skipChildren();
			}
		});
		return new ChainHeader((int) values[0], (int) values[1], values[2], values[3], (int) values[4]);
	}

}
