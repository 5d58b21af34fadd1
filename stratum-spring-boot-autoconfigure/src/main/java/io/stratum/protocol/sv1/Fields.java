package io.stratum.protocol.sv1;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * The members of a JSON object that make a message, as either parser found them. What
 * they mean together is decided here only, so that both parsers agree.
 */
final class Fields {

	private static final String SUGGEST_DIFFICULTY = "mining.suggest_difficulty";

	@Nullable Object id;

	@Nullable Object method;

	@Nullable Object params;

	@Nullable Object result;

	@Nullable Object error;

	private boolean response;

	Fields() {
		clear();
	}

	void clear() {
		this.id = StratumRequest.ABSENT;
		this.method = null;
		this.params = null;
		this.result = null;
		this.error = null;
		this.response = false;
	}

	void setResult(@Nullable Object value) {
		this.result = value;
		this.response = true;
	}

	void setError(@Nullable Object value) {
		this.error = value;
		this.response = true;
	}

	Sv1Message toMessage() throws ProtocolException {
		if (this.id instanceof Boolean || this.id instanceof List || this.id instanceof Map) {
			throw new ProtocolException("id: " + typeOf(this.id) + " (expected: a number, string or null)");
		}
		if (this.method instanceof String name) {
			return request(name);
		}
		if (this.method != null) {
			throw new ProtocolException("method: " + typeOf(this.method) + " (expected: a string)");
		}
		if (!this.response) {
			throw new ProtocolException("method: none (expected: a string)");
		}
		return new Sv1Response(this.id, this.result, this.error);
	}

	private StratumRequest request(String name) throws ProtocolException {
		Object given = this.params;
		if (given == null) {
			given = List.of();
		}
		else if (!(given instanceof List) && !(given instanceof Map)) {
			throw new ProtocolException("params: " + typeOf(given) + " (expected: an array, object or null)");
		}
		if (name.length() > SUGGEST_DIFFICULTY.length() && name.startsWith(SUGGEST_DIFFICULTY)) {
			Double inName = numberInName(name);
			if (inName != null) {
				return new StratumRequest(this.id, SUGGEST_DIFFICULTY, List.of(inName));
			}
		}
		return new StratumRequest(this.id, name, given);
	}

	/**
	 * The old form {@code mining.suggest_difficulty(42)}.
	 */
	private static @Nullable Double numberInName(String name) {
		int open = SUGGEST_DIFFICULTY.length();
		if (name.charAt(open) != '(' || name.charAt(name.length() - 1) != ')') {
			return null;
		}
		return Decimals.parse(name.substring(open + 1, name.length() - 1));
	}

	private static String typeOf(@Nullable Object value) {
		if (value instanceof Map) {
			return "object";
		}
		if (value instanceof List) {
			return "array";
		}
		if (value instanceof Boolean) {
			return "boolean";
		}
		return (value instanceof String) ? "string" : "number";
	}

}
