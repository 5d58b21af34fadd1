package io.stratum.protocol.sv2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * A field that an extension adds to the end of a message: type (extension U16 and field
 * U8), length U16, value.
 * <p>
 * The examples of the specification are big-endian, the reference implementation is
 * little-endian. Ours are written little-endian and read so, unless only the swapped
 * number is that of a negotiated extension and the swapped length fits.
 *
 * @param extensionType the extension, U16
 * @param fieldType the field of the extension, U8
 * @param value the value
 */
public record Tlv(int extensionType, int fieldType, Octets value) {

	/** Extension 0x0002: shares name the worker who found them. */
	public static final int WORKER_EXTENSION = 0x0002;

	/** The field of {@link #WORKER_EXTENSION}: at most 32 bytes of UTF-8. */
	public static final int USER_IDENTITY = 0x01;

	private static final int HEADER_LENGTH = 5;

	private static final int MAX_USER_IDENTITY = 32;

	/**
	 * Reads the fields of negotiated extensions, in any order. Other fields are ignored,
	 * as is anything from where the bytes make no sense as fields: it may come from a
	 * newer revision of the message.
	 * @param bytes what stands behind the known fields of a message
	 * @param negotiated whether an extension was negotiated on the connection
	 * @return the fields in the order in which they came
	 * @throws ProtocolException if a field of a negotiated extension is longer than
	 * allowed or than what is left
	 */
	public static List<Tlv> parse(Octets bytes, IntPredicate negotiated) throws ProtocolException {
		List<Tlv> fields = new ArrayList<>();
		ByteBuf in = Unpooled.wrappedBuffer(bytes.toByteArray());
		while (in.readableBytes() >= HEADER_LENGTH) {
			boolean known = negotiated.test(in.getUnsignedShortLE(in.readerIndex()));
			boolean swapped = !known && isSwapped(in, negotiated);
			int extension = swapped ? in.readUnsignedShort() : in.readUnsignedShortLE();
			int field = in.readUnsignedByte();
			int length = swapped ? in.readUnsignedShort() : in.readUnsignedShortLE();
			Tlv tlv = read(in, extension, field, length, known || swapped);
			if (tlv != null) {
				fields.add(tlv);
			}
		}
		return fields;
	}

	private static boolean isSwapped(ByteBuf in, IntPredicate negotiated) {
		int index = in.readerIndex();
		return negotiated.test(in.getUnsignedShort(index))
				&& in.getUnsignedShort(index + 3) <= in.readableBytes() - HEADER_LENGTH;
	}

	private static @Nullable Tlv read(ByteBuf in, int extension, int field, int length, boolean negotiated)
			throws ProtocolException {
		if (!negotiated) {
			in.skipBytes(Math.min(length, in.readableBytes()));
			return null;
		}
		int max = (extension == WORKER_EXTENSION && field == USER_IDENTITY)
				? Math.min(MAX_USER_IDENTITY, in.readableBytes()) : in.readableBytes();
		if (length > max) {
			throw new ProtocolException("TLV length: " + length + " (expected: <= " + max + ")");
		}
		return new Tlv(extension, field, Octets.read(in, length));
	}

	/**
	 * The user identity of a share.
	 * @param userIdentity at most 32 bytes of UTF-8
	 * @return the field
	 */
	public static Tlv userIdentity(Octets userIdentity) {
		if (userIdentity.length() > MAX_USER_IDENTITY) {
			throw new IllegalArgumentException(
					"length: " + userIdentity.length() + " (expected: <= " + MAX_USER_IDENTITY + ")");
		}
		return new Tlv(WORKER_EXTENSION, USER_IDENTITY, userIdentity);
	}

	/**
	 * The field as it is added to a message.
	 * @return the bytes, little-endian
	 */
	public Octets encode() {
		ByteBuf out = Unpooled.buffer(HEADER_LENGTH + this.value.length());
		new Sv2Writer(out).u16(this.extensionType).u8(this.fieldType).octets64k(this.value);
		return Octets.read(out, out.readableBytes());
	}

}
