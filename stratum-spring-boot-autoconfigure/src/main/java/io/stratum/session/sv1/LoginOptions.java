package io.stratum.session.sv1;

import java.util.regex.Pattern;

import io.stratum.protocol.sv1.Decimals;

/**
 * What a miner asks for in its password, such as {@code d=1024,md=512}: separated by
 * comma, semicolon or blank; everything else in it is left alone.
 *
 * @param difficulty the difficulty of {@code d=} or {@code diff=}, 0 if none
 * @param minimumDifficulty the difficulty of {@code md=}, 0 if none
 */
record LoginOptions(double difficulty, double minimumDifficulty) {

	private static final Pattern SEPARATOR = Pattern.compile("[,; ]+");

	private static final LoginOptions NONE = new LoginOptions(0, 0);

	static LoginOptions parse(String password) {
		if (password.indexOf('=') < 0) {
			return NONE;
		}
		double difficulty = 0;
		double minimum = 0;
		for (String option : SEPARATOR.split(password)) {
			int equals = option.indexOf('=');
			Double value = (equals > 0) ? Decimals.parse(option.substring(equals + 1)) : null;
			if (value == null || value <= 0) {
				continue;
			}
			switch (option.substring(0, equals)) {
				case "d", "diff" -> difficulty = value;
				case "md" -> minimum = value;
				default -> {
					// Other servers know other options
				}
			}
		}
		return new LoginOptions(difficulty, minimum);
	}

}
