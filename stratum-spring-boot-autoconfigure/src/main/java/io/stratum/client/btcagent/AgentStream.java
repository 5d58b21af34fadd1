package io.stratum.client.btcagent;

import io.netty.buffer.ByteBuf;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.btcagent.AgentDecoder;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Message;

/**
 * Tells lines from frames by their first byte.
 */
final class AgentStream {

	private static final byte FRAME = 0x7f;

	private static final int MAX_FRAME = 0xffff;

	private final Sv1Decoder lines;

	private final AgentDecoder frames = new AgentDecoder(AgentLayout.BITCOIN, MAX_FRAME);

	private final Target<Sv1Message> onLine;

	private final Target<AgentMessage> onFrame;

	AgentStream(int maxLineLength, Target<Sv1Message> onLine, Target<AgentMessage> onFrame) {
		this.lines = new Sv1Decoder(maxLineLength);
		this.onLine = onLine;
		this.onFrame = onFrame;
	}

	/** Takes at most one message. */
	void read(ByteBuf in) throws ProtocolException {
		boolean frame = this.frames.hasPartialFrame()
				|| (!this.lines.hasPartialLine() && in.getByte(in.readerIndex()) == FRAME);
		if (frame) {
			AgentMessage message = this.frames.decode(in);
			if (message != null) {
				this.onFrame.accept(message);
			}
		}
		else {
			Sv1Message message = this.lines.decode(in);
			if (message != null) {
				this.onLine.accept(message);
			}
		}
	}

	void endOfFrame() throws ProtocolException {
		Sv1Message message = this.lines.endOfFrame();
		if (message != null) {
			this.onLine.accept(message);
		}
	}

	/**
	 * Takes messages.
	 */
	interface Target<T> {

		void accept(T message) throws ProtocolException;

	}

}
