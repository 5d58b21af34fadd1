package io.stratum.bitcoin;

import java.util.Arrays;

/**
 * An output of a transaction.
 *
 * @param value the amount in satoshis, from 0 to 21 million coins
 * @param script the output script
 */
public record TxOutput(long value, byte[] script) {

	public TxOutput {
		if (value < 0) {
			throw new IllegalArgumentException("value: " + value + " (expected: >= 0)");
		}
		script = script.clone();
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
