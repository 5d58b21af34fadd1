package io.stratum.bitcoin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An output of a transaction.
 *
 * @param value the amount in satoshis, from 0 to 21 million coins
 * @param script the output script; do not modify
 */
public record TxOutput(long value, byte[] script) {

	/** The greatest amount, 21 million coins in satoshis. */
	public static final long MAX_VALUE = 2_100_000_000_000_000L;

	public TxOutput {
		if (value < 0 || value > MAX_VALUE) {
			throw new IllegalArgumentException("value: " + value + " (expected: 0 to " + MAX_VALUE + ")");
		}
		script = script.clone();
	}

	/**
	 * How many bytes the output takes in a transaction.
	 * @return the size
	 */
	public int size() {
		return Long.BYTES + VarInt.size(this.script.length) + this.script.length;
	}

	/**
	 * Writes the output as it stands in a transaction.
	 * @param buffer where to; must be little-endian
	 */
	public void writeTo(ByteBuffer buffer) {
		buffer.putLong(this.value);
		VarInt.put(buffer, this.script.length);
		buffer.put(this.script);
	}

	/**
	 * Reads the outputs of a transaction.
	 * @param bytes their number, then the outputs, and nothing else
	 * @return the outputs
	 * @throws IllegalArgumentException if the bytes are anything else
	 */
	public static List<TxOutput> readAll(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		long count = VarInt.get(buffer);
		List<TxOutput> outputs = new ArrayList<>();
		for (long i = 0; i != count; i++) {
			outputs.add(read(buffer));
		}
		if (buffer.hasRemaining()) {
			throw new IllegalArgumentException(buffer.remaining() + " bytes after the outputs (expected: 0)");
		}
		return outputs;
	}

	private static TxOutput read(ByteBuffer buffer) {
		if (buffer.remaining() < Long.BYTES) {
			throw new IllegalArgumentException("value of " + buffer.remaining() + " bytes (expected: 8)");
		}
		long value = buffer.getLong();
		long length = VarInt.get(buffer);
		if (length < 0 || length > buffer.remaining()) {
			throw new IllegalArgumentException(
					"script: " + Long.toUnsignedString(length) + " bytes (expected: <= " + buffer.remaining() + ")");
		}
		byte[] script = new byte[(int) length];
		buffer.get(script);
		return new TxOutput(value, script);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TxOutput output && this.value == output.value
				&& Arrays.equals(this.script, output.script);
	}

	@Override
	public int hashCode() {
		return 31 * Long.hashCode(this.value) + Arrays.hashCode(this.script);
	}

}
