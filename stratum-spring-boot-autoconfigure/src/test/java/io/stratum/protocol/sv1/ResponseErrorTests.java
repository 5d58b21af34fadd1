package io.stratum.protocol.sv1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseError}.
 */
class ResponseErrorTests {

	@Test
	void readsList() {
		assertThat(ResponseError.decode(Arrays.asList(23L, "Low difficulty share", null)))
			.isEqualTo(new ResponseError(23, "Low difficulty share"));
	}

	@Test
	void readsObject() {
		assertThat(ResponseError.decode(Map.of("code", -32601L, "message", "No such method")))
			.isEqualTo(new ResponseError(-32601, "No such method"));
	}

	@Test
	void readsBareText() {
		assertThat(ResponseError.decode("Stale")).isEqualTo(new ResponseError(20, "Stale"));
	}

	@Test
	void readsWhatMakesNoSenseAsUnknown() {
		ResponseError unknown = new ResponseError(20, "Unknown error");
		assertThat(ResponseError.decode(List.of())).isEqualTo(unknown);
		assertThat(ResponseError.decode(List.of("x", 1L))).isEqualTo(unknown);
		assertThat(ResponseError.decode(List.of(1L << 40))).isEqualTo(unknown);
		assertThat(ResponseError.decode(Boolean.TRUE)).isEqualTo(unknown);
	}

	@Test
	void keepsControlCharactersAndLongTextsOutOfLogs() {
		assertThat(ResponseError.decode("a\nb\u001b[2J").message()).isEqualTo("a b [2J");
		assertThat(ResponseError.decode("x".repeat(201)).message()).hasSize(200);
	}

}
