package io.stratum.protocol.sv1;

import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as JSON lines: compact, UTF-8, ended by LF. Numbers are plain decimals,
 * without exponent or trailing {@code .0}.
 * <p>
 * Values may be null, booleans, numbers, texts, iterables, arrays, maps and
 * {@link RawJson}. Anything else, a number that is not finite, or nesting of more than 64
 * levels gives an {@link IllegalArgumentException}, and nothing is written.
 */
public final class Sv1Encoder {

	private static final byte[] ID = JsonWriter.ascii("{\"id\":");

	private static final byte[] RESULT = JsonWriter.ascii(",\"result\":");

	private static final byte[] NO_ERROR = JsonWriter.ascii(",\"error\":null}\n");

	private static final byte[] TRUE_RESULT = JsonWriter.ascii(",\"result\":true,\"error\":null}\n");

	private static final byte[] ERROR = JsonWriter.ascii(",\"result\":null,\"error\":[");

	private static final byte[] END_OF_ERROR = JsonWriter.ascii(",null]}\n");

	private static final byte[] METHOD = JsonWriter.ascii(",\"method\":");

	private static final byte[] PARAMS = JsonWriter.ascii(",\"params\":");

	private static final byte[] END = JsonWriter.ascii("}\n");

	private Sv1Encoder() {
	}

	/**
	 * Writes {@code {"id":4,"result":true,"error":null}}. The error is always there:
	 * rental services insist on it.
	 * @param out where to
	 * @param id the id of the request; {@link StratumRequest#ABSENT} is written as null
	 * @param result the result
	 */
	public static void result(ByteBuf out, @Nullable Object id, @Nullable Object result) {
		int start = out.writerIndex();
		try {
			writeId(out, id);
			if (result == Boolean.TRUE) {
				out.writeBytes(TRUE_RESULT);
				return;
			}
			out.writeBytes(RESULT);
			JsonWriter.value(out, result);
			out.writeBytes(NO_ERROR);
		}
		catch (RuntimeException ex) {
			out.writerIndex(start);
			throw ex;
		}
	}

	/**
	 * Writes {@code {"id":4,"result":null,"error":[21,"Job not found",null]}}: the form
	 * that all miners read.
	 * @param out where to
	 * @param id the id of the request; {@link StratumRequest#ABSENT} is written as null
	 * @param code the code
	 * @param message the text
	 */
	public static void error(ByteBuf out, @Nullable Object id, int code, String message) {
		writeId(out, id);
		out.writeBytes(ERROR);
		JsonWriter.number(out, code);
		out.writeByte(',');
		JsonWriter.text(out, message);
		out.writeBytes(END_OF_ERROR);
	}

	/**
	 * Writes {@code {"id":null,"method":"mining.set_difficulty","params":[1]}}.
	 * @param out where to
	 * @param id the id, null for a notification
	 * @param method the method
	 * @param params the parameters
	 */
	public static void request(ByteBuf out, @Nullable Object id, String method,
			List<? extends @Nullable Object> params) {
		int start = out.writerIndex();
		try {
			writeId(out, id);
			out.writeBytes(METHOD);
			JsonWriter.text(out, method);
			out.writeBytes(PARAMS);
			JsonWriter.value(out, params);
			out.writeBytes(END);
		}
		catch (RuntimeException ex) {
			out.writerIndex(start);
			throw ex;
		}
	}

	private static void writeId(ByteBuf out, @Nullable Object id) {
		out.writeBytes(ID);
		if (id instanceof Long number) {
			JsonWriter.number(out, number);
		}
		else {
			JsonWriter.value(out, (id == StratumRequest.ABSENT) ? null : id);
		}
	}

}
