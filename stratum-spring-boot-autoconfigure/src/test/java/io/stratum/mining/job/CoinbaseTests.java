package io.stratum.mining.job;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;

import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CoinbaseTests {

	@ParameterizedTest
	@CsvSource({ "0, 00", "1, 51", "2, 52", "15, 5f", "16, 60", "17, 0111", "127, 017f", "128, 028000", "255, 02ff00",
			"256, 020001", "32767, 02ff7f", "32768, 03008000", "65535, 03ffff00", "227836, 03fc7903",
			"840000, 0340d10c", "8388607, 03ffff7f", "8388608, 0400008000", "16777216, 0400000001",
			"2147483647, 04ffffff7f" })
	void pushesTheHeightAsBip34Wants(int height, String hex) {
		assertThat(HexFormat.of().formatHex(Coinbase.heightPush(height))).isEqualTo(hex);
	}

	@Test
	void refusesNegativeHeights() {
		assertThatIllegalArgumentException().isThrownBy(() -> Coinbase.heightPush(-1));
	}

	@Test
	void putsStampAndExtranonceIntoOnePush() {
		JobSettings settings = new JobSettings(8, 0, "/pool/", 1000);
		List<TxOutput> outputs = List.of(new TxOutput(5, new byte[] { 0x51 }));
		Coinbase coinbase = Coinbase.of(template().height(840_000).build(), 0x0102030405060708L, settings, outputs);
		assertThat(HexFormat.of().formatHex(coinbase.prefix())).isEqualTo(
				"02000000" + "01" + "00".repeat(32) + "ffffffff" + "20" + "0340d10c" + "14" + "0102030405060708");
		assertThat(HexFormat.of().formatHex(coinbase.suffix()))
			.isEqualTo("06" + "2f706f6f6c2f" + "ffffffff" + "01" + "0500000000000000" + "01" + "51" + "00000000");
		assertThat(coinbase.scriptSize()).isEqualTo(0x20).isEqualTo(4 + 1 + 20 + 7);
		assertThat(coinbase.size(12)).isEqualTo(coinbase.prefix().length + 12 + coinbase.suffix().length);
	}

	@Test
	void leavesAnEmptyTagOut() {
		Coinbase coinbase = Coinbase.of(template().height(1).build(), 0, new JobSettings(4, 0, "", 1000), List.of());
		assertThat(HexFormat.of().formatHex(coinbase.prefix()))
			.endsWith("ffffffff" + "12" + "51" + "10" + "00".repeat(8));
		assertThat(HexFormat.of().formatHex(coinbase.suffix())).isEqualTo("ffffffff" + "00" + "00000000");
	}

	@Test
	void keepsTheScriptWithinTheLimitForTheLongestTag() {
		BlockTemplate highest = template().height(Integer.MAX_VALUE).build();
		for (int size = 2; size <= 16; size++) {
			int extranonce2Size = size;
			String tag = "x".repeat(100 - 5 - 1 - 8 - 4 - size - 1);
			JobSettings settings = new JobSettings(size, 0, tag, 1000);
			assertThat(Coinbase.of(highest, 0, settings, List.of()).scriptSize()).isEqualTo(100);
			assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(extranonce2Size, 0, tag + "x", 1000))
				.withMessageContaining("pool tag");
		}
	}

	@Test
	void refusesSettingsThatMakeNoCoinbase() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(1, 0, "", 1000));
		assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(17, 0, "", 1000));
		assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(8, 0, "caf\u00e9", 1000));
		assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(8, 0, "a\nb", 1000));
		assertThatIllegalArgumentException().isThrownBy(() -> new JobSettings(8, 0, "", 100));
	}

}
