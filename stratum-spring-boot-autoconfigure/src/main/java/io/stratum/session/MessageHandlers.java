package io.stratum.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * The table of handlers: by method name for JSON dialects, by message type for binary
 * ones. Immutable.
 */
public final class MessageHandlers {

	private final Map<Object, MessageHandler<?>> handlers;

	private MessageHandlers(Map<Object, MessageHandler<?>> handlers) {
		this.handlers = handlers;
	}

	/**
	 * Starts a table.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The handler of a method.
	 * @param method the method
	 * @return the handler, or null
	 */
	@SuppressWarnings("unchecked")
	public <M> @Nullable MessageHandler<M> forMethod(String method) {
		return (MessageHandler<M>) this.handlers.get(method);
	}

	/**
	 * The handler of a message type.
	 * @param type the type
	 * @return the handler, or null
	 */
	@SuppressWarnings("unchecked")
	public <M> @Nullable MessageHandler<M> forType(Class<? extends M> type) {
		return (MessageHandler<M>) this.handlers.get(type);
	}

	/**
	 * The methods that have a handler.
	 * @return the names, sorted
	 */
	public Set<String> methods() {
		TreeSet<String> methods = new TreeSet<>();
		this.handlers.keySet().forEach((key) -> {
			if (key instanceof String method) {
				methods.add(method);
			}
		});
		return methods;
	}

	/**
	 * The names by which requests are counted: methods, and message types without their
	 * packages.
	 * @return the names, sorted
	 */
	public Set<String> names() {
		TreeSet<String> names = new TreeSet<>();
		this.handlers.keySet()
			.forEach((key) -> names.add((key instanceof Class<?> type) ? type.getSimpleName() : key.toString()));
		return names;
	}

	/**
	 * Whether a message of some kind has a handler.
	 * @param kind a supertype of message types
	 * @return true if at least one has
	 */
	public boolean handlesAny(Class<?> kind) {
		return this.handlers.keySet()
			.stream()
			.anyMatch((key) -> key instanceof Class<?> type && kind.isAssignableFrom(type));
	}

	/**
	 * Builds a table. Of two handlers for one key the later one wins.
	 */
	public static final class Builder {

		private final Map<Object, MessageHandler<?>> handlers = new HashMap<>();

		private Builder() {
		}

		/**
		 * Adds a handler for a method.
		 * @param method the method
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder method(String method, MessageHandler<?> handler) {
			this.handlers.put(method, handler);
			return this;
		}

		/**
		 * Adds a handler for a message type.
		 * @param type the type
		 * @param handler the handler
		 * @return this builder
		 */
		public <M> Builder type(Class<M> type, MessageHandler<? super M> handler) {
			this.handlers.put(type, handler);
			return this;
		}

		/**
		 * Replaces all handlers that are there.
		 * @param replacement gives the new handler for a method or message type and its
		 * handler
		 * @return this builder
		 */
		@SuppressWarnings("unchecked")
		public Builder replaceAll(BiFunction<Object, MessageHandler<Object>, MessageHandler<?>> replacement) {
			this.handlers.replaceAll((key, handler) -> replacement.apply(key, (MessageHandler<Object>) handler));
			return this;
		}

		/**
		 * Builds the table.
		 * @return the table
		 */
		public MessageHandlers build() {
			return new MessageHandlers(Map.copyOf(this.handlers));
		}

	}

}
