package io.stratum.mining.vardiff;

/**
 * A difficulty that nothing changes.
 *
 * @param current the difficulty
 */
record FixedDifficulty(double current) implements ChannelDifficulty {

	@Override
	public boolean shareAccepted(double difficulty, long nowNanos) {
		return false;
	}

	@Override
	public boolean timePassed(long nowNanos) {
		return false;
	}

	@Override
	public boolean suggest(double difficulty, long nowNanos) {
		return false;
	}

}
