package io.stratum.protocol.sv1;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request or, with a null id, a notification.
 *
 * @param id the id as it came: a {@link Long}, {@link java.math.BigInteger},
 * {@link Double}, {@link String} or null for {@code null}; {@link #ABSENT} if there was
 * none
 * @param method the method
 * @param params the parameters: a {@link List}, or a {@link Map} for dialects with named
 * ones. Values are null, {@link Boolean}, {@link Long}, {@link java.math.BigInteger},
 * {@link Double}, {@link String}, {@link List} and {@link Map}. Never null itself: null
 * and absent params are an empty list
 */
public record StratumRequest(@Nullable Object id, String method, Object params) implements Sv1Message {

	/** The id of a message that has no id. */
	public static final Object ABSENT = new Object() {
		@Override
		public String toString() {
			return "absent";
		}
	};

	/**
	 * The parameters by position.
	 * @return the list; empty for named parameters
	 */
	@SuppressWarnings("unchecked")
	public List<@Nullable Object> positional() {
		return (this.params instanceof List<?> list) ? (List<@Nullable Object>) list : List.of();
	}

	/**
	 * A parameter.
	 * @param index its position
	 * @return the value, null if it is null or missing
	 */
	public @Nullable Object param(int index) {
		List<@Nullable Object> list = positional();
		return (index < list.size()) ? list.get(index) : null;
	}

	/**
	 * A parameter that is a text.
	 * @param index its position
	 * @return the text, null if it is missing or no text
	 */
	public @Nullable String text(int index) {
		return (param(index) instanceof String text) ? text : null;
	}

	/**
	 * Whether a reply is expected by JSON-RPC: the id is not absent.
	 * @return false for a message without an id
	 */
	public boolean hasId() {
		return this.id != ABSENT;
	}

}
