package io.stratum.protocol.sv1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the typed parameters: {@link Subscribe}, {@link Authorize}, {@link Submit},
 * {@link Configure} and {@link SuggestDifficulty}.
 */
class RequestParametersTests {

	@Test
	void subscribeTakesAnything() {
		assertThat(Subscribe.decode(request())).isEqualTo(new Subscribe("", null));
		assertThat(Subscribe.decode(request("ua", "sid", "h", 1L))).isEqualTo(new Subscribe("ua", "sid"));
		assertThat(Subscribe.decode(request(null, null, null, null))).isEqualTo(new Subscribe("", null));
		assertThat(Subscribe.decode(request(5L, 1700000000L, "hmac"))).isEqualTo(new Subscribe("", null));
		assertThat(Subscribe.decode(request("x".repeat(300))).userAgent()).hasSize(255);
	}

	@Test
	void authorizeTakesMissingAndNullPasswords() {
		assertThat(Authorize.decode(request("a.b"))).isEqualTo(new Authorize("a.b", ""));
		assertThat(Authorize.decode(request("a.b", null))).isEqualTo(new Authorize("a.b", ""));
		assertThat(Authorize.decode(request("a.b", 5L))).isEqualTo(new Authorize("a.b", "5"));
		assertThat(Authorize.decode(request("x".repeat(255), "p"))).isNotNull();
	}

	@Test
	void authorizeRefusesOddNames() {
		assertThat(Authorize.decode(request())).isNull();
		assertThat(Authorize.decode(request("", "x"))).isNull();
		assertThat(Authorize.decode(request(5L, "x"))).isNull();
		assertThat(Authorize.decode(request("a\nb", "x"))).isNull();
		assertThat(Authorize.decode(request("a\u0085b", "x"))).isNull();
		assertThat(Authorize.decode(request("x".repeat(256), "x"))).isNull();
	}

	@Test
	void authorizeDoesNotShowThePassword() {
		assertThat(new Authorize("a", "secret").toString()).doesNotContain("secret");
	}

	@Test
	void submitTakesFiveOrSixTexts() {
		assertThat(Submit.decode(request("w", "1", "00", "ff", "1")))
			.isEqualTo(new Submit("w", "1", "00", "ff", "1", null));
		assertThat(Submit.decode(request("w", "1", "00", "ff", "1", null)))
			.isEqualTo(new Submit("w", "1", "00", "ff", "1", null));
		assertThat(Submit.decode(request("w", "1", "00", "ff", "1", "00002000")).versionBits()).isEqualTo("00002000");
		assertThat(Submit.decode(request("w", "1", "00", "ff"))).isNull();
		assertThat(Submit.decode(request("w", 1L, "00", "ff", "1"))).isNull();
		assertThat(Submit.decode(request("w", "1", "00", "ff", "1", 5L))).isNull();
		assertThat(Submit.decode(new StratumRequest(1L, "submit", Map.of("job_id", "1")))).isNull();
	}

	@Test
	void configureTakesAMissingSecondParameter() {
		assertThat(Configure.decode(request(List.of("a")))).isEqualTo(new Configure(List.of("a"), Map.of()));
		assertThat(Configure.decode(request(List.of(), Map.of("x", 1L))))
			.isEqualTo(new Configure(List.of(), Map.of("x", 1L)));
		assertThat(Configure.decode(request())).isNull();
		assertThat(Configure.decode(request(List.of(1L)))).isNull();
	}

	@Test
	void difficultiesAreNumbersOrTexts() {
		assertThat(SuggestDifficulty.decode(request(512L))).isEqualTo(new SuggestDifficulty(512));
		assertThat(SuggestDifficulty.decode(request("0.00015"))).isEqualTo(new SuggestDifficulty(0.00015));
		for (Object bad : Arrays.asList(null, 0L, -1L, "x", "", "NaN", "1e999", "0x1p3", "1d", true)) {
			assertThat(SuggestDifficulty.decode(request(bad))).isNull();
		}
		assertThat(SuggestDifficulty.decode(request())).isNull();
	}

	private static StratumRequest request(Object... params) {
		return new StratumRequest(1L, "m", (params != null) ? Arrays.asList(params) : Arrays.asList((Object) null));
	}

}
