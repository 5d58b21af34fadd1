package io.stratum.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseErrors}.
 */
class ResponseErrorsTests {

	@Test
	void readsList() {
		assertThat(ResponseErrors.of(Arrays.asList(23L, "Low difficulty share", null)))
			.isEqualTo(StratumError.of(23, "Low difficulty share"));
	}

	@Test
	void readsObject() {
		assertThat(ResponseErrors.of(Map.of("code", -32601L, "message", "No such method")))
			.isEqualTo(StratumError.of(-32601, "No such method"));
	}

	@Test
	void readsBareText() {
		assertThat(ResponseErrors.of("Stale")).isEqualTo(StratumError.of(20, "Stale"));
	}

	@Test
	void readsWhatMakesNoSenseAsUnknown() {
		StratumError unknown = StratumError.of(20, "Unknown error");
		assertThat(ResponseErrors.of(List.of())).isEqualTo(unknown);
		assertThat(ResponseErrors.of(List.of("x", 1L))).isEqualTo(unknown);
		assertThat(ResponseErrors.of(List.of(1L << 40))).isEqualTo(unknown);
		assertThat(ResponseErrors.of(Boolean.TRUE)).isEqualTo(unknown);
	}

	@Test
	void keepsControlCharactersAndLongTextsOutOfLogs() {
		assertThat(ResponseErrors.of("a\nb\u001b[2J").message()).isEqualTo("a b [2J");
		assertThat(ResponseErrors.of("x".repeat(201)).message()).hasSize(200);
	}

}
