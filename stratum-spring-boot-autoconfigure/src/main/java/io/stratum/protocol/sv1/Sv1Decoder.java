package io.stratum.protocol.sv1;

import io.netty.buffer.ByteBuf;

import io.stratum.protocol.ProtocolException;

/**
 * Cuts bytes into lines and lines into messages.
 */
public final class Sv1Decoder {

	public Sv1Decoder(int maxLineLength) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Takes the next complete line out of the bytes and what was kept from before.
	 * Returns null when there is no complete line yet (the rest is kept, bounded by the
	 * limit). A line that is no JSON object gives a ProtocolException; so does an
	 * over-long one (before its end arrives).
	 */
	public @org.jspecify.annotations.Nullable Sv1Message decode(ByteBuf in) throws ProtocolException {
		throw new UnsupportedOperationException();
	}

	/** End of a WebSocket frame: what is kept is a complete line. */
	public @org.jspecify.annotations.Nullable Sv1Message endOfFrame() throws ProtocolException {
		throw new UnsupportedOperationException();
	}

	/** Whether a part of a line is kept. */
	public boolean hasPartialLine() {
		throw new UnsupportedOperationException();
	}

}
