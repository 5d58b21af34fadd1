package io.stratum.mining.job;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.CustomJobPolicy.Refused;
import io.stratum.mining.Worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CustomJobRulesTests {

	/** The push of height 840000. */
	private static final String HEIGHT = "0340d10c";

	private BlockTemplate template = Templates.template().version(0x20000004, 4).build();

	private final CustomJobRules rules = new CustomJobRules(new JobSettings(16, 0, "", 750));

	private Hash256 previous = this.template.previousBlock();

	private int version = 0x20000004;

	private long minTime = this.template.minTime();

	private int nBits = this.template.nBits();

	private String prefix = HEIGHT;

	private int sequence = -1;

	private long lockTime;

	private List<TxOutput> outputs = Templates.outputs(1);

	private int pathLength = 12;

	@Test
	void takesAJobOfTheTip() {
		assertThat(check()).isNull();
	}

	@Test
	void refusesAnotherTip() {
		this.previous = Hash256.ofInternal(HexFormat.of().parseHex("01".repeat(32)));
		assertThat(check()).isEqualTo("stale-chain-tip");
	}

	@Test
	void refusesAnotherTarget() {
		this.nBits--;
		assertThat(check()).isEqualTo("invalid-nbits");
	}

	@ParameterizedTest
	@CsvSource({ "20000000", "80000004", "00000003", "ffffffff" })
	void refusesVersionsThatTheNetworkRefuses(String hex) {
		this.version = Integer.parseUnsignedInt(hex, 16);
		assertThat(check()).isEqualTo("invalid-version");
	}

	@ParameterizedTest
	@CsvSource({ "-601, invalid-min-ntime", "-600,", "7200,", "7201, invalid-min-ntime" })
	void boundsTheLowestTime(long offset, @Nullable String code) {
		this.minTime = Templates.TIME + offset;
		assertThat(check()).isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource({ "'', invalid-coinbase-prefix", "0340d1, invalid-coinbase-prefix", "0341d10c, invalid-coinbase-prefix",
			"0440d10c00, invalid-coinbase-prefix", "0340d10c032f2f2f14," })
	void wantsTheHeightFirst(String hex, @Nullable String code) {
		this.prefix = hex;
		assertThat(check()).isEqualTo(code);
	}

	@Test
	void boundsTheInputScript() {
		this.prefix = HEIGHT + "00".repeat(100 - 4 - 12 - 16);
		assertThat(check()).isNull();
		this.prefix += "00";
		assertThat(check()).isEqualTo("invalid-coinbase-prefix");
	}

	@Test
	void boundsTheOutputs() {
		this.outputs = List.of();
		assertThat(check()).isEqualTo("invalid-coinbase-tx-outputs");
		this.outputs = Templates.outputs(TxOutput.MAX_VALUE);
		assertThat(check()).isNull();
		this.outputs = Templates.outputs(TxOutput.MAX_VALUE, 1);
		assertThat(check()).isEqualTo("invalid-coinbase-tx-outputs");
	}

	@ParameterizedTest
	@CsvSource({ "839999, -2,", "840000, -2, invalid-coinbase-tx-locktime", "840000, -1,", "1600000000, -2,",
			"4294967295, -2, invalid-coinbase-tx-locktime" })
	void wantsAFinalCoinbase(long locked, int inputSequence, @Nullable String code) {
		this.lockTime = locked;
		this.sequence = inputSequence;
		assertThat(check()).isEqualTo(code);
	}

	@Test
	void wantsTheOutputsThatTheChainDemands() {
		this.template = this.template.toBuilder().requiredOutputs(Templates.outputs(7, 9)).build();
		this.outputs = Templates.outputs(1, 9, 7);
		assertThat(check()).isNull();
		this.outputs = Templates.outputs(17, 7);
		assertThat(check()).isEqualTo("invalid-coinbase-tx-outputs");
	}

	@Test
	void takesNoJobWhereTheCoinbaseHasAPayload() {
		this.template = this.template.toBuilder().coinbasePayload(new byte[] { 1 }).build();
		assertThat(check()).isEqualTo("invalid-coinbase-tx-version");
	}

	@ParameterizedTest
	@CsvSource({ "00620104,", "00622104,", "00620004, invalid-version", "20000004, invalid-version" })
	void wantsTheChainId(String hex, @Nullable String code) {
		this.template = this.template.toBuilder().version(0x00620104).build();
		this.version = Integer.parseUnsignedInt(hex, 16);
		assertThat(check()).isEqualTo(code);
	}

	@Test
	void boundsTheMerklePath() {
		this.pathLength = 32;
		assertThat(check()).isNull();
		this.pathLength++;
		assertThat(check()).isEqualTo("invalid-merkle-path");
	}

	@Test
	void takesCodesOfPrintableTextOnly() {
		assertThatIllegalArgumentException().isThrownBy(() -> Decision.refused("", "text"));
		assertThatIllegalArgumentException().isThrownBy(() -> Decision.refused("a\n", "text"));
		assertThatIllegalArgumentException().isThrownBy(() -> Decision.refused("a".repeat(256), "text"));
	}

	private @Nullable String check() {
		CustomJob job = new CustomJob(Worker.of("a.b"), new byte[0], this.version, this.previous, (int) this.minTime,
				this.nBits, new CustomJob.Coinbase(2, HexFormat.of().parseHex(this.prefix), this.sequence, this.outputs,
						(int) this.lockTime),
				Collections.nCopies(this.pathLength, Hash256.ZERO));
		Refused refused = this.rules.check(job, this.template, Templates.TIME);
		return (refused != null) ? refused.code() : null;
	}

}
