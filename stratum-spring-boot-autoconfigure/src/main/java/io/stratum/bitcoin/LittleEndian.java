package io.stratum.bitcoin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian integers in byte arrays. No method allocates.
 */
public final class LittleEndian {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private LittleEndian() {
	}

	/**
	 * Reads four bytes.
	 * @param bytes where from
	 * @param offset the index of the least significant byte
	 * @return the number
	 */
	public static int getInt(byte[] bytes, int offset) {
		return (int) INT.get(bytes, offset);
	}

	/**
	 * Writes four bytes.
	 * @param bytes where to
	 * @param offset the index of the least significant byte
	 * @param value the number
	 */
	public static void putInt(byte[] bytes, int offset, int value) {
		INT.set(bytes, offset, value);
	}

	/**
	 * Reads eight bytes.
	 * @param bytes where from
	 * @param offset the index of the least significant byte
	 * @return the number
	 */
	public static long getLong(byte[] bytes, int offset) {
		return (long) LONG.get(bytes, offset);
	}

}
