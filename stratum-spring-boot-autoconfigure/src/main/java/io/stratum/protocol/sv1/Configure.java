package io.stratum.protocol.sv1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * {@code mining.configure} (BIP310).
 *
 * @param extensions the names of the extensions asked for
 * @param parameters their parameters, such as {@code version-rolling.mask}; empty if
 * missing
 */
public record Configure(List<String> extensions, Map<String, @Nullable Object> parameters) {

	/**
	 * Reads the parameters. The second may be missing, null or of another type.
	 * @param request the request
	 * @return the parameters, or null if the first is no list of texts
	 */
	@SuppressWarnings("unchecked")
	public static @Nullable Configure decode(StratumRequest request) {
		if (!(request.param(0) instanceof List<?> names)) {
			return null;
		}
		List<String> extensions = new ArrayList<>(names.size());
		for (Object name : names) {
			if (!(name instanceof String text)) {
				return null;
			}
			extensions.add(text);
		}
		Map<String, @Nullable Object> parameters = (request.param(1) instanceof Map<?, ?> map)
				? (Map<String, @Nullable Object>) map : Map.of();
		return new Configure(extensions, parameters);
	}

	/**
	 * A parameter that is a positive number, also as text.
	 * @param name the name of the parameter
	 * @return the number, or null if it is missing or something else
	 */
	public @Nullable Double number(String name) {
		return positive(this.parameters.get(name));
	}

	/**
	 * A parameter that is a text.
	 * @param name the name of the parameter
	 * @return the text, or null if it is missing or something else
	 */
	public @Nullable String text(String name) {
		return (this.parameters.get(name) instanceof String text) ? text : null;
	}

	static @Nullable Double positive(@Nullable Object value) {
		Double number = null;
		if (value instanceof Number given) {
			number = given.doubleValue();
		}
		else if (value instanceof String text) {
			number = Decimals.parse(text);
		}
		return (number != null && number > 0 && Double.isFinite(number)) ? number : null;
	}

}
