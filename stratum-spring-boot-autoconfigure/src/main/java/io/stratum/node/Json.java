package io.stratum.node;

import java.io.InputStream;
import java.io.StringWriter;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Hex;

/**
 * Reads values of an answer as they come, with checks that name the field. Numbers, texts
 * and depth are bounded.
 */
final class Json {

	private static final int MAX_DEPTH = 64;

	private static final int MAX_NUMBER_LENGTH = 64;

	private static final int MAX_NAME_LENGTH = 256;

	/** The largest transaction that fits in a block, as digits. */
	private static final int MAX_STRING_LENGTH = 8_000_000;

	private static final int QUOTED = 100;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxNameLength(MAX_NAME_LENGTH)
			.maxStringLength(MAX_STRING_LENGTH)
			.build())
		.build();

	private Json() {
	}

	static JsonParser parser(InputStream in) {
		return FACTORY.createParser(ObjectReadContext.empty(), in);
	}

	/** A text as JSON, with its quotation marks. */
	static String quote(String text) {
		StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
		JsonStringEncoder.getInstance().quoteAsString(text, quoted);
		return quoted.append('"').toString();
	}

	/** Hands each field of an object on; the parser is at its value then. */
	static void fields(JsonParser parser, String what, FieldReader reader) {
		expect(parser, what, JsonToken.START_OBJECT, "an object");
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			reader.read(name);
		}
	}

	static void expect(JsonParser parser, String what, JsonToken token, String name) {
		if (parser.currentToken() != token) {
			throw wrong(what, shown(parser), name);
		}
	}

	static long number(JsonParser parser, String name, long minimum, long maximum) {
		expect(parser, name, JsonToken.VALUE_NUMBER_INT, "a whole number");
		boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
		long value = fits ? parser.getLongValue() : 0;
		if (!fits || value < minimum || value > maximum) {
			throw wrong(name, shown(parser), minimum + " to " + maximum);
		}
		return value;
	}

	static boolean flag(JsonParser parser, String name) {
		JsonToken token = parser.currentToken();
		if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
			throw wrong(name, shown(parser), "true or false");
		}
		return token == JsonToken.VALUE_TRUE;
	}

	static String text(JsonParser parser, String name) {
		expect(parser, name, JsonToken.VALUE_STRING, "a text");
		return parser.getString();
	}

	static byte[] bytes(JsonParser parser, String name) {
		expect(parser, name, JsonToken.VALUE_STRING, "hexadecimal digits");
		byte[] bytes = Hex.parseBytes(parser.getString());
		if (bytes == null) {
			throw wrong(name, shown(parser), "an even number of hexadecimal digits");
		}
		return bytes;
	}

	static Hash256 hash(JsonParser parser, String name) {
		byte[] bytes = bytes(parser, name);
		if (bytes.length != Hash256.LENGTH) {
			throw wrong(name, 2 * bytes.length + " digits", "64 hexadecimal digits");
		}
		return Hash256.fromDisplay(parser.getString());
	}

	/** A compact target. */
	static int bits(JsonParser parser, String name) {
		byte[] bytes = bytes(parser, name);
		if (bytes.length != Integer.BYTES) {
			throw wrong(name, 2 * bytes.length + " digits", "8 hexadecimal digits");
		}
		return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
	}

	/** The value as it came. */
	static String raw(JsonParser parser) {
		StringWriter out = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
			generator.copyCurrentStructureExact(parser);
		}
		return out.toString();
	}

	static InvalidAnswerException wrong(String name, String actual, String expected) {
		return new InvalidAnswerException(name + ": " + actual + " (expected: " + expected + ")");
	}

	/** The value, shortened, as it may be quoted in a log. */
	static String shown(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == null || token.isStructStart() || token.isStructEnd()) {
			return (token == JsonToken.START_ARRAY) ? "a list" : (token == null) ? "nothing" : "an object";
		}
		return printable((token == JsonToken.VALUE_STRING) ? "'" + parser.getString() + "'"
				: String.valueOf(parser.getString()));
	}

	/** A foreign text on one line, shortened. */
	static String printable(@Nullable String text) {
		String line = String.valueOf(text).replaceAll("\\p{Cntrl}", " ").strip();
		return (line.length() > QUOTED) ? line.substring(0, QUOTED) + "..." : line;
	}

	/**
	 * Reads the value of a field.
	 */
	@FunctionalInterface
	interface FieldReader {

		void read(String name);

	}

}
