package io.stratum.protocol.btcagent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * Cuts bytes into frames and frames into messages. The caller gives it a frame, known by
 * its first byte 0x7f, up to its end, and everything else to the decoder of JSON lines.
 * <p>
 * Only a frame of which the end cannot be known is an error, and finishes the decoder;
 * what cannot be read inside of a frame is an {@link AgentMessage.UnreadableFrame}.
 * Memory grows with the bytes that have come. Not thread-safe; nothing has to be
 * released.
 */
public final class AgentDecoder {

	private static final byte[] NOTHING = {};

	private final AgentLayout layout;

	private final int maxFrameLength;

	private byte[] frame = NOTHING;

	private int frameLength;

	private boolean failed;

	/**
	 * Creates a decoder.
	 * @param layout the layout of shares
	 * @param maxFrameLength how long a frame may be, its four header bytes included; more
	 * than 65535 is never announced
	 */
	public AgentDecoder(AgentLayout layout, int maxFrameLength) {
		this.layout = layout;
		this.maxFrameLength = maxFrameLength;
	}

	/**
	 * Whether a part of a frame is kept, so that the next bytes belong to it.
	 * @return whether there is one
	 */
	public boolean hasPartialFrame() {
		return this.frameLength > 0;
	}

	/**
	 * Takes the rest of the frame that was begun before, or the next frame.
	 * @param in bytes, cut anywhere; read up to the end of the frame, or all of it when
	 * the frame is not complete. Not released
	 * @return the message, or null when more bytes are needed
	 * @throws ProtocolException if this is no frame, or one that is shorter than its
	 * header or longer than the limit (before any of its body is kept), now or in an
	 * earlier call
	 */
	public @Nullable AgentMessage decode(ByteBuf in) throws ProtocolException {
		if (this.failed) {
			throw new ProtocolException("the decoder has failed before");
		}
		this.failed = true;
		AgentMessage message = next(in);
		this.failed = false;
		return message;
	}

	private @Nullable AgentMessage next(ByteBuf in) throws ProtocolException {
		if (this.frameLength < AgentCommand.HEADER_LENGTH) {
			keep(in, Math.min(in.readableBytes(), AgentCommand.HEADER_LENGTH - this.frameLength));
			checkHeader();
		}
		if (this.frameLength < AgentCommand.HEADER_LENGTH) {
			return null;
		}
		int length = announcedLength();
		keep(in, Math.min(in.readableBytes(), length - this.frameLength));
		if (this.frameLength < length) {
			return null;
		}
		ByteBuf body = Unpooled.wrappedBuffer(this.frame, AgentCommand.HEADER_LENGTH,
				length - AgentCommand.HEADER_LENGTH);
		int command = Byte.toUnsignedInt(this.frame[1]);
		this.frame = NOTHING;
		this.frameLength = 0;
		return read(command, body);
	}

	private void checkHeader() throws ProtocolException {
		if (this.frameLength > 0 && this.frame[0] != AgentCommand.MAGIC) {
			throw new ProtocolException(
					"first byte: 0x" + Integer.toHexString(Byte.toUnsignedInt(this.frame[0])) + " (expected: 0x7f)");
		}
		if (this.frameLength < AgentCommand.HEADER_LENGTH) {
			return;
		}
		int length = announcedLength();
		if (length < AgentCommand.HEADER_LENGTH || length > this.maxFrameLength) {
			throw new ProtocolException("frame length: " + length + " (expected: " + AgentCommand.HEADER_LENGTH + " to "
					+ this.maxFrameLength + ")");
		}
	}

	private int announcedLength() {
		return Byte.toUnsignedInt(this.frame[2]) | Byte.toUnsignedInt(this.frame[3]) << 8;
	}

	private void keep(ByteBuf in, int length) {
		int needed = this.frameLength + length;
		if (this.frame.length < needed) {
			this.frame = Arrays.copyOf(this.frame, Math.max(needed, 2 * this.frame.length));
		}
		in.readBytes(this.frame, this.frameLength, length);
		this.frameLength = needed;
	}

	private AgentMessage read(int command, ByteBuf body) {
		int length = AgentCommand.HEADER_LENGTH + body.readableBytes();
		try {
			if (AgentCommand.isSubmit(command)) {
				return (this.layout == AgentLayout.BITCOIN) ? readShare(command, body)
						: readEthereumShare(command, body);
			}
			return readOther(command, body);
		}
		catch (UnreadableException ex) {
			return new AgentMessage.UnreadableFrame(command, length, ex.reason);
		}
	}

	private AgentMessage readOther(int command, ByteBuf body) throws UnreadableException {
		return switch (command) {
			case AgentCommand.REGISTER_WORKER -> readRegister(body);
			case AgentCommand.UNREGISTER_WORKER ->
				new AgentMessage.UnregisterWorker(exactly(body, 2).readUnsignedShortLE());
			case AgentCommand.SET_DIFFICULTY -> readDifficulty(body);
			case AgentCommand.SUBMIT_RESPONSE ->
				new AgentMessage.SubmitResponse(exactly(body, 6).readUnsignedShortLE(), body.readIntLE());
			case AgentCommand.ASK_NONCE_PREFIX ->
				new AgentMessage.AskNoncePrefix(exactly(body, 2).readUnsignedShortLE());
			case AgentCommand.SET_EXTRANONCE ->
				new AgentMessage.SetExtranonce(exactly(body, 6).readUnsignedShortLE(), body.readIntLE());
			default -> throw new UnreadableException("unknown command: 0x" + Integer.toHexString(command));
		};
	}

	private static AgentMessage readRegister(ByteBuf body) throws UnreadableException {
		int session = atLeast(body, 4).readUnsignedShortLE();
		String userAgent = readString(body);
		String worker = readString(body);
		exactly(body, 0);
		return new AgentMessage.RegisterWorker(session, userAgent, worker);
	}

	private static AgentMessage readShare(int command, ByteBuf body) throws UnreadableException {
		boolean time = command == AgentCommand.SUBMIT_WITH_TIME || command == AgentCommand.SUBMIT_WITH_TIME_AND_VERSION;
		boolean version = command == AgentCommand.SUBMIT_WITH_VERSION
				|| command == AgentCommand.SUBMIT_WITH_TIME_AND_VERSION;
		if (command == AgentCommand.SUBMIT_WITH_MIX_HASH) {
			throw new UnreadableException("mix hash in a share of Bitcoin");
		}
		exactly(body, 11 + (time ? 4 : 0) + (version ? 4 : 0));
		return new AgentMessage.SubmitShare(body.readUnsignedByte(), body.readUnsignedShortLE(), body.readIntLE(),
				body.readIntLE(), time ? OptionalInt.of(body.readIntLE()) : OptionalInt.empty(),
				version ? OptionalInt.of(body.readIntLE()) : OptionalInt.empty());
	}

	private static AgentMessage readEthereumShare(int command, ByteBuf body) throws UnreadableException {
		int mixHashLength = (command == AgentCommand.SUBMIT_WITH_MIX_HASH) ? AgentCommand.MIX_HASH_LENGTH : 0;
		if (command != AgentCommand.SUBMIT && mixHashLength == 0) {
			throw new UnreadableException("share of Bitcoin in the layout of Ethereum");
		}
		int session = atLeast(body, 10 + mixHashLength).readUnsignedShortLE();
		long nonce = body.readLongLE();
		String job = ByteBufUtil.hexDump(body.readSlice(body.readableBytes() - mixHashLength));
		return new AgentMessage.SubmitEthereumShare(session, nonce, job, ByteBufUtil.hexDump(body));
	}

	private static AgentMessage readDifficulty(ByteBuf body) throws UnreadableException {
		int exponent = atLeast(body, 3).readUnsignedByte();
		int count = body.readUnsignedShortLE();
		exactly(body, 2 * count);
		if (exponent > 63) {
			throw new UnreadableException("exponent: " + exponent + " (expected: <= 63)");
		}
		List<Integer> sessions = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			sessions.add(body.readUnsignedShortLE());
		}
		return new AgentMessage.SetDifficulty(exponent, sessions);
	}

	private static String readString(ByteBuf body) throws UnreadableException {
		int length = body.bytesBefore((byte) 0);
		if (length < 0) {
			throw new UnreadableException("string without NUL");
		}
		String text = body.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
		body.skipBytes(1);
		return text;
	}

	private static ByteBuf exactly(ByteBuf body, int length) throws UnreadableException {
		if (body.readableBytes() != length) {
			throw new UnreadableException("bytes left: " + body.readableBytes() + " (expected: " + length + ")");
		}
		return body;
	}

	private static ByteBuf atLeast(ByteBuf body, int length) throws UnreadableException {
		if (body.readableBytes() < length) {
			throw new UnreadableException("bytes left: " + body.readableBytes() + " (expected: >= " + length + ")");
		}
		return body;
	}

	/**
	 * A body that is not that of its command.
	 */
	private static final class UnreadableException extends Exception {

		private static final long serialVersionUID = 1L;

		private final String reason;

		UnreadableException(String reason) {
			super(reason, null, false, false);
			this.reason = reason;
		}

	}

}
