package io.stratum.mining.job;

import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SigOpsTests {

	@ParameterizedTest
	@CsvSource({ "76a914000000000000000000000000000000000000000088ac, 1",
			"a914acacacacacacacacacacacacacacacacacacacac87, 0", "0014acacacacacacacacacacacacacacacacacacacac, 0",
			"ac, 1", "ad, 1", "ae, 20", "af, 20", "51aeac, 21", "4c02acacac, 1", "4d0200acacac, 1",
			"4e02000000acacac, 1", "4c, 0", "4d02, 0", "4e020000, 0", "02ac, 0", "4effffffffac, 0", "4cffac, 0",
			"6a24aa21a9edacac, 0" })
	void countsAsTheNetworkDoes(String script, int expected) {
		assertThat(SigOps.count(HexFormat.of().parseHex(script))).isEqualTo(expected);
	}

}
