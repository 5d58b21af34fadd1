package io.stratum.handler.support;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.protocol.sv1.RawJson;
import io.stratum.session.Reply;

import static org.assertj.core.api.Assertions.assertThat;

class ResultEncodingTests {

	private final HandlerFixture fixture = HandlerFixture.of(Controller.class);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void leavesPlainValuesToTheEncoder() {
		assertThat(this.fixture.result("plain")).isEqualTo(List.of(1, 2L, "x", Map.of("k", true)));
	}

	@Test
	void writesOtherValuesAsJson() {
		assertThat(json("record")).isEqualTo("{\"name\":\"a\",\"price\":0.00001,\"big\":100000,\"level\":\"LOW\"}");
		assertThat(json("enum")).isEqualTo("\"LOW\"");
		assertThat(json("listOfRecords"))
			.isEqualTo("[{\"name\":\"a\",\"price\":0.00001,\"big\":100000,\"level\":\"LOW\"}]");
		assertThat(json("replyOfRecord")).startsWith("{\"name\":\"a\"");
	}

	private String json(String method) {
		RawJson json = (RawJson) this.fixture.result(method);
		return new String(json.utf8(), StandardCharsets.UTF_8);
	}

	@Test
	void keepsWhatFollowsAReply() {
		Reply.Followed reply = (Reply.Followed) HandlerFixture.settled(this.fixture.send("followed"));
		assertThat(((Reply.Result) reply.plain()).value()).isInstanceOf(RawJson.class);
	}

	enum Level {

		LOW

	}

	record Item(String name, double price, BigDecimal big, Level level) {

		static final Item SAMPLE = new Item("a", 1e-5, new BigDecimal("1E+5"), Level.LOW);

	}

	@StratumController
	static class Controller {

		@StratumMapping("plain")
		List<Object> plain() {
			return List.of(1, 2L, "x", Map.of("k", true));
		}

		@StratumMapping("record")
		Item item() {
			return Item.SAMPLE;
		}

		@StratumMapping("enum")
		Level level() {
			return Level.LOW;
		}

		@StratumMapping("listOfRecords")
		List<Item> items() {
			return List.of(Item.SAMPLE);
		}

		@StratumMapping("replyOfRecord")
		Reply replyOfRecord() {
			return Reply.of(Item.SAMPLE);
		}

		@StratumMapping("followed")
		Reply followed() {
			return Reply.of(Item.SAMPLE).then(() -> {
			});
		}

	}

}
