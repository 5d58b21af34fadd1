package io.stratum.protocol.sv1;

import org.jspecify.annotations.Nullable;

/**
 * {@code mining.suggest_difficulty}.
 *
 * @param difficulty the difficulty that the miner would like, greater than 0
 */
public record SuggestDifficulty(double difficulty) {

	/**
	 * Reads the parameter, a number or a number as text.
	 * @param request the request
	 * @return the parameter, or null if it is no positive number
	 */
	public static @Nullable SuggestDifficulty decode(StratumRequest request) {
		Double difficulty = Configure.positive(request.param(0));
		return (difficulty != null) ? new SuggestDifficulty(difficulty) : null;
	}

}
