package io.stratum.bitcoin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The variable-length integers (CompactSize) that count things in transactions and
 * blocks: 1, 3, 5 or 9 bytes.
 */
public final class VarInt {

	private VarInt() {
	}

	/**
	 * How many bytes a number takes.
	 * @param value the number, unsigned
	 * @return 1, 3, 5 or 9
	 */
	public static int size(long value) {
		if (value >= 0 && value < 0xFD) {
			return 1;
		}
		if (value >= 0 && value <= 0xFFFF) {
			return 3;
		}
		return (value >= 0 && value <= 0xFFFF_FFFFL) ? 5 : 9;
	}

	/**
	 * Writes a number.
	 * @param buffer where to; must be little-endian
	 * @param value the number, unsigned
	 */
	public static void put(ByteBuffer buffer, long value) {
		if (buffer.order() != ByteOrder.LITTLE_ENDIAN) {
			throw new IllegalArgumentException("order: " + buffer.order() + " (expected: LITTLE_ENDIAN)");
		}
		switch (size(value)) {
			case 1 -> buffer.put((byte) value);
			case 3 -> buffer.put((byte) 0xFD).putShort((short) value);
			case 5 -> buffer.put((byte) 0xFE).putInt((int) value);
			default -> buffer.put((byte) 0xFF).putLong(value);
		}
	}

	/**
	 * Reads a number.
	 * @param buffer where from; must be little-endian
	 * @return the number, unsigned
	 * @throws IllegalArgumentException if there is none, or it takes more bytes than it
	 * needs
	 */
	public static long get(ByteBuffer buffer) {
		if (!buffer.hasRemaining()) {
			throw new IllegalArgumentException("number of 0 bytes (expected: >= 1)");
		}
		int first = buffer.get() & 0xFF;
		int size = (first < 0xFD) ? 1 : 1 + (2 << (first - 0xFD));
		if (buffer.remaining() < size - 1) {
			throw new IllegalArgumentException(
					"number of " + (1 + buffer.remaining()) + " bytes (expected: " + size + ")");
		}
		long value = switch (size) {
			case 1 -> first;
			case 3 -> buffer.getShort() & 0xFFFF;
			case 5 -> buffer.getInt() & 0xFFFF_FFFFL;
			default -> buffer.getLong();
		};
		if (size(value) != size) {
			throw new IllegalArgumentException(
					"number " + value + " in " + size + " bytes (expected: " + size(value) + ")");
		}
		return value;
	}

}
