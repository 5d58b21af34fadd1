package io.stratum.protocol.sv2;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;

/**
 * Reads the data types of the specification from one payload, in order. Every length and
 * count is compared with what is left before anything is allocated for it.
 */
final class Sv2Reader {

	private static final int U256_LENGTH = 32;

	private final ByteBuf payload;

	Sv2Reader(ByteBuf payload) {
		this.payload = payload;
	}

	int remaining() {
		return this.payload.readableBytes();
	}

	/**
	 * Only bit 0 counts; the others are reserved.
	 */
	boolean bool() throws ProtocolException {
		return (u8() & 1) != 0;
	}

	int u8() throws ProtocolException {
		return need(1).readUnsignedByte();
	}

	int u16() throws ProtocolException {
		return need(2).readUnsignedShortLE();
	}

	int u24() throws ProtocolException {
		return need(3).readUnsignedMediumLE();
	}

	int u32() throws ProtocolException {
		return need(4).readIntLE();
	}

	long u64() throws ProtocolException {
		return need(8).readLongLE();
	}

	float f32() throws ProtocolException {
		float value = need(4).readFloatLE();
		if (!isPlain(value)) {
			throw new ProtocolException("F32: " + value + " (expected: finite, >= 0 and not -0)");
		}
		return value;
	}

	static boolean isPlain(float value) {
		return Float.isFinite(value) && Float.floatToRawIntBits(value) >= 0;
	}

	Hash256 hash() throws ProtocolException {
		byte[] bytes = new byte[U256_LENGTH];
		need(U256_LENGTH).readBytes(bytes);
		return Hash256.ofInternal(bytes);
	}

	Target target() throws ProtocolException {
		need(U256_LENGTH);
		byte[] bigEndian = new byte[U256_LENGTH];
		for (int i = U256_LENGTH - 1; i >= 0; i--) {
			bigEndian[i] = this.payload.readByte();
		}
		return Target.of(new BigInteger(1, bigEndian));
	}

	/**
	 * A STR0_255 of a peer's choice.
	 */
	Octets string() throws ProtocolException {
		return octets(u8());
	}

	/**
	 * A STR0_255 that is a code or a name of ASCII characters. Other bytes become the
	 * characters of Latin-1, so that nothing is lost.
	 */
	String ascii() throws ProtocolException {
		int length = u8();
		return need(length).readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
	}

	Octets octets32() throws ProtocolException {
		int length = u8();
		if (length > 32) {
			throw new ProtocolException("B0_32 length: " + length + " (expected: <= 32)");
		}
		return octets(length);
	}

	Octets octets255() throws ProtocolException {
		return octets(u8());
	}

	Octets octets64k() throws ProtocolException {
		return octets(u16());
	}

	/**
	 * All that is left.
	 */
	Octets rest() {
		return Octets.read(this.payload, this.payload.readableBytes());
	}

	OptionalInt optionalU32() throws ProtocolException {
		int count = u8();
		return switch (count) {
			case 0 -> OptionalInt.empty();
			case 1 -> OptionalInt.of(u32());
			default -> throw new ProtocolException("OPTION count: " + count + " (expected: 0 or 1)");
		};
	}

	List<Hash256> hashes255() throws ProtocolException {
		return sequence(u8(), U256_LENGTH, Sv2Reader::hash);
	}

	List<Integer> u16s64k() throws ProtocolException {
		return sequence(u16(), 2, Sv2Reader::u16);
	}

	List<Integer> u32s64k() throws ProtocolException {
		return sequence(u16(), 4, Sv2Reader::u32);
	}

	private <T> List<T> sequence(int count, int itemLength, Item<T> item) throws ProtocolException {
		if (count > remaining() / itemLength) {
			throw new ProtocolException(
					"sequence count: " + count + " (expected: <= " + remaining() / itemLength + ")");
		}
		List<T> items = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			items.add(item.read(this));
		}
		return items;
	}

	private Octets octets(int length) throws ProtocolException {
		return Octets.read(need(length), length);
	}

	private ByteBuf need(int length) throws ProtocolException {
		if (remaining() < length) {
			throw new ProtocolException("bytes left in the payload: " + remaining() + " (expected: >= " + length + ")");
		}
		return this.payload;
	}

	private interface Item<T> {

		T read(Sv2Reader reader) throws ProtocolException;

	}

}
