package io.stratum.protocol.sv1;

import java.util.List;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * Writes messages as JSON lines: compact, UTF-8, ended by LF. Numbers are plain decimals,
 * without exponent or trailing {@code .0}.
 */
public final class Sv1Encoder {

	private Sv1Encoder() {
	}

	/** {"id":..,"result":..,"error":null} */
	public static void result(ByteBuf out, @Nullable Object id, @Nullable Object result) {
		throw new UnsupportedOperationException();
	}

	/** {"id":..,"result":null,"error":[code,"text",null]} */
	public static void error(ByteBuf out, @Nullable Object id, int code, String message) {
		throw new UnsupportedOperationException();
	}

	/** {"id":..,"method":..,"params":[..]}; id null for a notification. */
	public static void request(ByteBuf out, @Nullable Object id, String method,
			List<? extends @Nullable Object> params) {
		throw new UnsupportedOperationException();
	}

}
