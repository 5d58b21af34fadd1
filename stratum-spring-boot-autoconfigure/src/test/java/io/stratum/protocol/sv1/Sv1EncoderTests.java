package io.stratum.protocol.sv1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Sv1Encoder} and {@link JsonWriter}.
 */
class Sv1EncoderTests {

	private final ByteBuf out = Unpooled.buffer();

	@Test
	void writesTheCommonResult() {
		Sv1Encoder.result(this.out, 4L, true);
		assertThat(text()).isEqualTo("{\"id\":4,\"result\":true,\"error\":null}\n");
	}

	@Test
	void echoesIds() {
		for (Object id : Arrays.asList(0L, 10L, 99L, 100L, -5L, Long.MAX_VALUE, Long.MIN_VALUE,
				new BigInteger("9223372036854775808"))) {
			Sv1Encoder.result(this.out, id, null);
			assertThat(text()).isEqualTo("{\"id\":" + id + ",\"result\":null,\"error\":null}\n");
		}
		Sv1Encoder.result(this.out, "a\"b", false);
		assertThat(text()).isEqualTo("{\"id\":\"a\\\"b\",\"result\":false,\"error\":null}\n");
		Sv1Encoder.result(this.out, 1.5, false);
		assertThat(text()).isEqualTo("{\"id\":1.5,\"result\":false,\"error\":null}\n");
		Sv1Encoder.result(this.out, null, false);
		assertThat(text()).isEqualTo("{\"id\":null,\"result\":false,\"error\":null}\n");
		Sv1Encoder.result(this.out, StratumRequest.ABSENT, false);
		assertThat(text()).isEqualTo("{\"id\":null,\"result\":false,\"error\":null}\n");
	}

	@Test
	void writesErrorsAsAnArrayOfThree() {
		Sv1Encoder.error(this.out, "x", -3, "Method \"m\" not found");
		assertThat(text())
			.isEqualTo("{\"id\":\"x\",\"result\":null,\"error\":[-3,\"Method \\\"m\\\" not found\",null]}\n");
	}

	@Test
	void writesNotificationsAndRequests() {
		Sv1Encoder.request(this.out, null, "mining.set_difficulty", List.of(0.0001));
		assertThat(text()).isEqualTo("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.0001]}\n");
		Sv1Encoder.request(this.out, 1L, "client.get_version", List.of());
		assertThat(text()).isEqualTo("{\"id\":1,\"method\":\"client.get_version\",\"params\":[]}\n");
	}

	@Test
	void writesAllKindsOfValues() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("a", null);
		map.put("b", new int[] { 1, 2 });
		map.put("c", new Object[0]);
		map.put("d", new RawJson("{\"raw\":1}".getBytes(StandardCharsets.UTF_8)));
		map.put("e", new StringBuilder("text"));
		map.put("f", Map.of());
		assertThat(value(map)).isEqualTo("{\"a\":null,\"b\":[1,2],\"c\":[],\"d\":{\"raw\":1},\"e\":\"text\",\"f\":{}}");
	}

	@Test
	void writesPlainDecimals() {
		assertThat(value(16384.0)).isEqualTo("16384");
		assertThat(value(16383.75)).isEqualTo("16383.75");
		assertThat(value(1e-7)).isEqualTo("0.0000001");
		assertThat(value(1.5e10)).isEqualTo("15000000000");
		assertThat(value(1e22)).isEqualTo("10000000000000000000000");
		assertThat(value(-0.0)).isEqualTo("0");
		assertThat(value(0.1f)).isEqualTo("0.1");
		assertThat(value(new BigDecimal("1E+3"))).isEqualTo("1000");
		assertThat(value((short) -3)).isEqualTo("-3");
	}

	@Test
	void escapesWhatMustBe() {
		assertThat(value("\"\\/\n\r\t\b\f\0\u001f\u007f"))
			.isEqualTo("\"\\\"\\\\/\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\\u007f\"");
		assertThat(value("caf\u00e9 \u20ac \ud83d\ude00")).isEqualTo("\"caf\u00e9 \u20ac \ud83d\ude00\"");
		assertThat(value("\ud83d")).isEqualTo("\"?\"");
		assertThat(value("\ude00x")).isEqualTo("\"?x\"");
	}

	@Test
	void writesNothingWhenAValueCannotBeEncoded() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		for (Object value : List.of(new Object(), Double.NaN, Float.POSITIVE_INFINITY, List.of(1, new Object()),
				endless)) {
			assertThatIllegalArgumentException().isThrownBy(() -> Sv1Encoder.result(this.out, 1L, value))
				.withMessageContaining("(expected: ");
			assertThat(this.out.isReadable()).isFalse();
		}
	}

	@Test
	void whatIsWrittenIsReadAsTheSame() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			Object value = random(random, 0);
			Sv1Encoder.request(this.out, (long) i, "m", Arrays.asList(value, value));
			StratumRequest request = (StratumRequest) new Sv1Decoder(1 << 20).decode(this.out);
			assertThat(request).isEqualTo(new StratumRequest((long) i, "m", Arrays.asList(value, value)));
			assertThat(this.out.isReadable()).isFalse();
			this.out.clear();
		}
	}

	private static Object random(Random random, int depth) {
		return switch (random.nextInt((depth < 4) ? 8 : 6)) {
			case 0 -> null;
			case 1 -> random.nextBoolean();
			case 2 -> random.nextLong() >> random.nextInt(64);
			case 3 -> random.nextInt(1000) + 0.5;
			case 4 -> new BigInteger(100, random).setBit(101);
			case 5 -> {
				StringBuilder text = new StringBuilder();
				for (int i = random.nextInt(12); i > 0; i--) {
					int code = random.nextInt(1 << (4 + random.nextInt(13)));
					text.appendCodePoint(
							(code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) ? 'x' : code);
				}
				yield text.toString();
			}
			case 6 -> {
				List<Object> list = new ArrayList<>();
				for (int i = random.nextInt(4); i > 0; i--) {
					list.add(random(random, depth + 1));
				}
				yield list;
			}
			default -> {
				Map<String, Object> map = new LinkedHashMap<>();
				for (int i = random.nextInt(4); i > 0; i--) {
					map.put("k" + i, random(random, depth + 1));
				}
				yield map;
			}
		};
	}

	private String value(Object value) {
		JsonWriter.value(this.out, value);
		return text();
	}

	private String text() {
		String text = this.out.toString(StandardCharsets.UTF_8);
		this.out.clear();
		return text;
	}

}
