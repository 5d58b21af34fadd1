package io.stratum.bitcoin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VarIntTests {

	@ParameterizedTest
	@CsvSource({ "0, 00", "252, fc", "253, fdfd00", "65535, fdffff", "65536, fe00000100", "4294967295, feffffffff",
			"4294967296, ff0000000001000000", "-1, ffffffffffffffffff" })
	void writesTheShortestForm(long value, String hex) {
		ByteBuffer buffer = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
		VarInt.put(buffer, value);
		assertThat(HexFormat.of().formatHex(Arrays.copyOf(buffer.array(), buffer.position()))).isEqualTo(hex);
		assertThat(VarInt.size(value)).isEqualTo(buffer.position());
		assertThat(VarInt.get(buffer.flip())).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fd", "fdfd", "fe000001", "ff00000000010000", "fdfc00", "feffff0000",
			"ffffffffff00000000" })
	void readsTheShortestFormOnly(String hex) {
		ByteBuffer buffer = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
		assertThatIllegalArgumentException().isThrownBy(() -> VarInt.get(buffer));
	}

	@Test
	void refusesBigEndianBuffers() {
		assertThatIllegalArgumentException().isThrownBy(() -> VarInt.put(ByteBuffer.allocate(9), 253));
	}

}
