package io.stratum.protocol.sv1;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ForeignProtocolException;
import io.stratum.protocol.ProtocolException;

/**
 * Cuts bytes into lines and lines into messages. A line ends with LF, a CR before it is
 * dropped, blank lines are skipped. Nothing but an unfinished line is kept, and never
 * more than the limit. After an exception the decoder is finished and discards all bytes.
 * Not safe for use by several threads.
 */
public final class Sv1Decoder {

	private static final int MIN_PARTIAL = 128;

	private static final int MAX_SCRATCH = 16384;

	/** Needed only during one call; sessions would each keep their own otherwise. */
	private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

	private final int maxLineLength;

	private byte @Nullable [] partial;

	private int partialLength;

	private boolean begun;

	private boolean finished;

	/**
	 * Creates a decoder.
	 * @param maxLineLength the longest line in bytes, without its end
	 */
	public Sv1Decoder(int maxLineLength) {
		this.maxLineLength = maxLineLength;
	}

	/**
	 * Takes the next message out of the bytes and what was kept from before.
	 * @param in the bytes; read up to the end of the line that gave the message
	 * @return the message, or null if all bytes were read without finding another
	 * @throws ForeignProtocolException if the first bytes of all are of another protocol
	 * @throws ProtocolException if a line is no message, or too long, which is found
	 * before its end arrives
	 */
	public @Nullable Sv1Message decode(ByteBuf in) throws ProtocolException {
		if (this.finished) {
			in.skipBytes(in.readableBytes());
			return null;
		}
		try {
			Sv1Message message = null;
			while (message == null && in.isReadable()) {
				message = nextLine(in);
			}
			return message;
		}
		catch (ProtocolException ex) {
			finish();
			throw ex;
		}
	}

	/**
	 * Ends the line: a transport with frames ended one, and what is kept is complete.
	 * @return the message, or null if nothing was kept
	 * @throws ProtocolException if the line is no message
	 */
	public @Nullable Sv1Message endOfFrame() throws ProtocolException {
		if (this.partialLength == 0) {
			return null;
		}
		try {
			return parsePartial();
		}
		catch (ProtocolException ex) {
			finish();
			throw ex;
		}
	}

	/**
	 * Whether a part of a line is kept.
	 * @return true between the first byte of a line and its end
	 */
	public boolean hasPartialLine() {
		return this.partialLength > 0;
	}

	private void finish() {
		this.finished = true;
		this.partial = null;
		this.partialLength = 0;
	}

	private @Nullable Sv1Message nextLine(ByteBuf in) throws ProtocolException {
		int start = in.readerIndex();
		if (this.partialLength == 0) {
			checkStart(in.getByte(start));
		}
		int lineEnd = in.indexOf(start, in.writerIndex(), (byte) '\n');
		if (lineEnd < 0) {
			keep(in, in.readableBytes());
			return null;
		}
		Sv1Message message;
		if (this.partialLength > 0) {
			keep(in, lineEnd - start);
			message = parsePartial();
		}
		else {
			message = parse(in, start, lineEnd - start);
		}
		in.readerIndex(lineEnd + 1);
		return message;
	}

	private void checkStart(byte first) throws ProtocolException {
		if (first == '{' || first == ' ' || first == '\t' || first == '\r' || first == '\n') {
			return;
		}
		String text = "first byte of a line: 0x%02x (expected: '{')".formatted(first & 0xff);
		if (this.begun || first == '[' || first == '"') {
			throw new ProtocolException(text);
		}
		throw new ForeignProtocolException(text);
	}

	private void keep(ByteBuf in, int count) throws ProtocolException {
		int length = this.partialLength + count;
		// One more byte may be a CR
		if (length > this.maxLineLength + 1) {
			throw tooLong(length);
		}
		byte[] kept = this.partial;
		if (kept == null) {
			kept = new byte[Math.max(MIN_PARTIAL, length)];
		}
		else if (kept.length < length) {
			kept = Arrays.copyOf(kept, Math.min(this.maxLineLength + 1, Math.max(length, 2 * kept.length)));
		}
		in.readBytes(kept, this.partialLength, count);
		this.partial = kept;
		this.partialLength = length;
		if (length > this.maxLineLength && kept[length - 1] != '\r') {
			throw tooLong(length);
		}
	}

	private @Nullable Sv1Message parsePartial() throws ProtocolException {
		byte[] kept = this.partial;
		int length = this.partialLength;
		this.partial = null;
		this.partialLength = 0;
		return (kept != null) ? parse(SCRATCH.get(), kept, 0, length) : null;
	}

	private @Nullable Sv1Message parse(ByteBuf in, int start, int length) throws ProtocolException {
		if (length > this.maxLineLength + 1) {
			throw tooLong(length);
		}
		Scratch scratch = SCRATCH.get();
		if (in.hasArray()) {
			return parse(scratch, in.array(), in.arrayOffset() + start, length);
		}
		byte[] bytes = scratch.bytes(length);
		in.getBytes(start, bytes, 0, length);
		return parse(scratch, bytes, 0, length);
	}

	private @Nullable Sv1Message parse(Scratch scratch, byte[] line, int start, int length) throws ProtocolException {
		int end = start + length;
		if (length > 0 && line[end - 1] == '\r') {
			end--;
		}
		if (end - start > this.maxLineLength) {
			throw tooLong(end - start);
		}
		if (isBlank(line, start, end)) {
			return null;
		}
		this.begun = true;
		Sv1Message message = scratch.scanner.scan(line, start, end);
		return (message != null) ? message : JsonLines.parse(line, start, end);
	}

	private ProtocolException tooLong(int length) {
		return new ProtocolException("line length: " + length + " (expected: <= " + this.maxLineLength + ")");
	}

	private static boolean isBlank(byte[] line, int start, int end) {
		for (int i = start; i < end; i++) {
			if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
				return false;
			}
		}
		return true;
	}

	/**
	 * What a thread needs while it reads a line.
	 */
	private static final class Scratch {

		private final LineScanner scanner = new LineScanner();

		private byte[] bytes = new byte[1024];

		byte[] bytes(int length) {
			if (length > MAX_SCRATCH) {
				return new byte[length];
			}
			if (length > this.bytes.length) {
				this.bytes = new byte[MAX_SCRATCH];
			}
			return this.bytes;
		}

	}

}
