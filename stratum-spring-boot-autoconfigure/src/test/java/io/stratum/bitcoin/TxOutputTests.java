package io.stratum.bitcoin;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TxOutputTests {

	@Test
	void readsAllOutputs() {
		assertThat(read("00")).isEmpty();
		assertThat(read("02" + "00f2052a01000000" + "0151" + "0100000000000000" + "00"))
			.containsExactly(new TxOutput(5_000_000_000L, new byte[] { 0x51 }), new TxOutput(1, new byte[0]));
		String script = "ab".repeat(253);
		assertThat(read("01" + "0000000000000000" + "fdfd00" + script))
			.containsExactly(new TxOutput(0, HexFormat.of().parseHex(script)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "01", "0001", "0100000000000000", "010000000000000000", "0100000000000000000151ff",
			"01000000000000000002" + "51", "ffffffffffffffffff", "01" + "0000000000000000" + "ffffffffffffffffff",
			"01" + "ffffffffffffffff" + "00", "01" + "0140075af0750700" + "00", "fd0000" })
	void refusesAnythingElse(String hex) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(hex));
	}

	private static List<TxOutput> read(String hex) {
		return TxOutput.readAll(HexFormat.of().parseHex(hex));
	}

}
