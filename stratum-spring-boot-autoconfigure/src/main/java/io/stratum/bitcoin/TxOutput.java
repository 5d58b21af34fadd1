package io.stratum.bitcoin;

import java.nio.ByteBuffer;
import java.util.Arrays;

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
