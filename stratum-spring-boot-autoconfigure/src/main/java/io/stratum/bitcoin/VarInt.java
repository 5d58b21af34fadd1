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

}
