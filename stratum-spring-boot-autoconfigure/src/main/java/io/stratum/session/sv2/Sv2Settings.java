package io.stratum.session.sv2;

import java.time.Duration;

/**
 * What is special to mining by Stratum V2.
 *
 * @param shareBatchSize after how many accepted shares of a channel they are
 * acknowledged; 1 acknowledges each. A block is acknowledged at once
 * @param shareBatchInterval after which time fewer shares are acknowledged, to the second
 * @param maxChannels how many channels a connection may have open
 */
public record Sv2Settings(int shareBatchSize, Duration shareBatchInterval, int maxChannels) {

	/**
	 * Checks the ranges.
	 */
	public Sv2Settings {
		require("shareBatchSize", shareBatchSize);
		require("maxChannels", maxChannels);
		if (shareBatchInterval.isNegative()) {
			throw new IllegalArgumentException("'shareBatchInterval': " + shareBatchInterval + " (expected: >= 0)");
		}
	}

	private static void require(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("'" + name + "': " + value + " (expected: >= 1)");
		}
	}

}
