package io.stratum.node;

import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An answer by JSON-RPC, in the form of 1.x or of 2.0: either the result, which may be
 * null, or an error.
 *
 * @param <T> the type of the result
 * @param result the result, read as it came
 * @param error the error, or null if there is none
 */
record RpcReply<T>(@Nullable T result, @Nullable RpcError error) {

	/** Reads an answer, whose parts may have any order. */
	static <T> RpcReply<T> read(InputStream in, ResultReader<T> reader) {
		try (JsonParser parser = Json.parser(in)) {
			parser.nextToken();
			Parts<T> parts = new Parts<>();
			Json.fields(parser, "answer", (name) -> parts.read(name, parser, reader));
			if (parser.nextToken() != null) {
				throw Json.wrong("after the answer", Json.shown(parser), "nothing");
			}
			if (parts.error == null && !parts.hasResult) {
				throw Json.wrong("result", "missing", "a result or an error");
			}
			return new RpcReply<>(parts.result, parts.error);
		}
	}

	/**
	 * An error.
	 *
	 * @param code its code
	 * @param message its text
	 */
	record RpcError(long code, String message) {

	}

	/**
	 * Reads the result; not asked for null.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface ResultReader<T> {

		/**
		 * Reads a value.
		 * @param parser at the first token of the value, afterwards at the last
		 * @return what the value says
		 */
		T read(JsonParser parser);

	}

	private static final class Parts<T> {

		private @Nullable T result;

		private boolean hasResult;

		private @Nullable RpcError error;

		void read(String name, JsonParser parser, ResultReader<T> reader) {
			boolean nothing = parser.currentToken() == JsonToken.VALUE_NULL;
			if (name.equals("result")) {
				this.hasResult = true;
				this.result = nothing ? null : reader.read(parser);
			}
			else if (name.equals("error") && !nothing) {
				this.error = error(parser);
			}
			else {
				parser.skipChildren();
			}
		}

		private static RpcError error(JsonParser parser) {
			long[] code = new long[1];
			String[] message = { "" };
			Json.fields(parser, "error", (name) -> {
				switch (name) {
					case "code" -> code[0] = Json.number(parser, "error code", Integer.MIN_VALUE, Integer.MAX_VALUE);
					case "message" -> message[0] = Json.text(parser, "error message");
					default -> parser.skipChildren();
				}
			});
			return new RpcError(code[0], Json.printable(message[0]));
		}

	}

}
