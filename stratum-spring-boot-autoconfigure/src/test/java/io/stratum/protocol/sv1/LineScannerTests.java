package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineScanner}: it agrees with {@link JsonLines} on everything it reads.
 */
class LineScannerTests {

	private static final String[] BLANKS = { "", "", "", " ", "\t", " \r " };

	private static final String[] NAMES = { "id", "method", "params", "result", "error", "jsonrpc", "worker", "ids",
			"i", "" };

	private static final String[] SCALARS = { "null", "true", "false", "0", "-0", "7", "-12", "123456789012345678",
			"1234567890123456789", "99999999999999999999", "1.5", "1e3", "-0.25E-2", "01", "1.", "-", "nul", "tru",
			"\"\"", "\"mining.submit\"", "\"mining.subscribe\"", "\"a.b\"", "\"504e86ed\"", "\"\\n\"", "\"\u00e9\"",
			"\"\u007f\"", "\"x", "[", "]", "{}" };

	private final LineScanner scanner = new LineScanner();

	private int scanned;

	@Test
	void agreesWithTheFullParserOnRandomLines() {
		Random random = new Random(42);
		for (int i = 0; i < 100_000; i++) {
			check(line(random));
		}
		assertThat(this.scanned).isGreaterThan(10_000);
	}

	@Test
	void agreesWithTheFullParserOnDamagedLines() {
		Random random = new Random(43);
		String submit = "{\"id\": 4, \"method\": \"mining.submit\", \"params\": [\"w\", \"1\", \"00\", \"ff\", \"1\"]}";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder damaged = new StringBuilder(submit);
			for (int n = random.nextInt(3); n >= 0; n--) {
				int at = random.nextInt(damaged.length());
				switch (random.nextInt(3)) {
					case 0 -> damaged.deleteCharAt(at);
					case 1 -> damaged.setCharAt(at, (char) random.nextInt(130));
					default -> damaged.insert(at, damaged.charAt(random.nextInt(damaged.length())));
				}
			}
			check(damaged.toString());
		}
	}

	@Test
	void readsTheCommonRequestsItself() throws Exception {
		for (String line : List.of(
				"{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"w\",\"1\",\"00\",\"ff\",\"1\"]}",
				"{\"params\": [], \"id\": \"xnsub\", \"method\": \"mining.extranonce.subscribe\"}",
				"{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x\",null,\"h:1\",null]}",
				"{\"id\":42,\"result\":\"pong\",\"error\":null}")) {
			assertThat(scan(line)).isNotNull();
		}
	}

	@Test
	void sharesTheNamesOfKnownMethods() throws Exception {
		StratumRequest request = (StratumRequest) scan("{\"id\":4,\"method\":\"mining.submit\"}");
		assertThat(request).isNotNull();
		assertThat(request.method()).isSameAs("mining.submit");
	}

	private void check(String line) {
		Object scanned = outcome(() -> scan(line));
		if (scanned != null) {
			this.scanned++;
			byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
			assertThat(scanned).as(line).isEqualTo(outcome(() -> JsonLines.parse(bytes, 0, bytes.length)));
		}
	}

	private Sv1Message scan(String line) throws ProtocolException {
		byte[] bytes = ("#" + line + "#").getBytes(StandardCharsets.UTF_8);
		return this.scanner.scan(bytes, 1, bytes.length - 1);
	}

	private static Object outcome(Parse parse) {
		try {
			return parse.parse();
		}
		catch (ProtocolException ex) {
			return ex.getMessage();
		}
	}

	private static String line(Random random) {
		List<String> members = new ArrayList<>();
		if (random.nextInt(10) > 0) {
			members.add("\"method\"" + blank(random) + ":\"mining.submit\"");
		}
		for (int i = random.nextInt(5); i > 0; i--) {
			members.add(quoted(pick(random, NAMES)) + blank(random) + ":" + blank(random) + value(random));
		}
		Collections.shuffle(members, random);
		return blank(random) + "{" + String.join(blank(random) + "," + blank(random), members) + "}" + blank(random)
				+ ((random.nextInt(20) == 0) ? "x" : "");
	}

	private static String value(Random random) {
		if (random.nextInt(3) > 0) {
			return scalar(random);
		}
		List<String> elements = new ArrayList<>();
		for (int i = random.nextInt(random.nextInt(10) == 0 ? 20 : 6); i > 0; i--) {
			elements.add(blank(random) + scalar(random) + blank(random));
		}
		return "[" + String.join(",", elements) + blank(random) + "]";
	}

	private static String scalar(Random random) {
		// The first ones are valid and flat; odd ones would hide all others if frequent
		return SCALARS[random.nextInt((random.nextInt(20) == 0) ? SCALARS.length : 8)];
	}

	private static String quoted(String text) {
		return '"' + text + '"';
	}

	private static String blank(Random random) {
		return pick(random, BLANKS);
	}

	private static String pick(Random random, String[] from) {
		return from[random.nextInt(from.length)];
	}

	@FunctionalInterface
	private interface Parse {

		Object parse() throws ProtocolException;

	}

}
