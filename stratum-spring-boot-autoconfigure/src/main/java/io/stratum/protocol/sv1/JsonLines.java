package io.stratum.protocol.sv1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import io.stratum.protocol.ProtocolException;

/**
 * Reads any message, by Jackson's streaming parser with tight limits.
 */
final class JsonLines {

	private static final int MAX_DEPTH = 16;

	private static final int MAX_NUMBER_LENGTH = 64;

	private static final int MAX_NAME_LENGTH = 256;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
		.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxNameLength(MAX_NAME_LENGTH)
			.build())
		.build();

	private JsonLines() {
	}

	/**
	 * Reads a message.
	 * @param line the array that holds the line
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the message
	 * @throws ProtocolException if the line is no message
	 */
	static Sv1Message parse(byte[] line, int from, int to) throws ProtocolException {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line, from, to - from)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new ProtocolException("line: " + parser.currentToken() + " (expected: one JSON object)");
			}
			Fields fields = new Fields();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				set(fields, name, read(parser));
			}
			if (parser.nextToken() != null) {
				throw new ProtocolException("after the object: " + parser.currentToken() + " (expected: end of line)");
			}
			return fields.toMessage();
		}
		catch (JacksonException ex) {
			// The message of the parser quotes the peer's bytes and names its own classes
			long offset = (ex.getLocation() != null) ? ex.getLocation().getByteOffset() : -1;
			throw new ProtocolException(
					"line: no JSON at byte " + Math.max(0, offset) + " (expected: one JSON object)");
		}
	}

	private static void set(Fields fields, String name, @Nullable Object value) {
		switch (name) {
			case "id" -> fields.id = value;
			case "method" -> fields.method = value;
			case "params" -> fields.params = value;
			case "result" -> fields.setResult(value);
			case "error" -> fields.setError(value);
			default -> {
				// Members such as "jsonrpc" mean nothing here
			}
		}
	}

	private static @Nullable Object read(JsonParser parser) throws ProtocolException {
		JsonToken token = parser.currentToken();
		return switch ((token != null) ? token : JsonToken.NOT_AVAILABLE) {
			case VALUE_STRING -> parser.getString();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			case VALUE_NUMBER_INT -> (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER)
					? parser.getBigIntegerValue() : (Object) parser.getLongValue();
			case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
			case START_ARRAY -> readArray(parser);
			case START_OBJECT -> readObject(parser);
			default -> throw new ProtocolException("value: " + token + " (expected: a JSON value)");
		};
	}

	private static List<@Nullable Object> readArray(JsonParser parser) throws ProtocolException {
		List<@Nullable Object> list = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			list.add(read(parser));
		}
		return list;
	}

	private static Map<String, @Nullable Object> readObject(JsonParser parser) throws ProtocolException {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			map.put(name, read(parser));
		}
		return map;
	}

	private static Object finite(double value) throws ProtocolException {
		if (Double.isInfinite(value)) {
			throw new ProtocolException("number: too large (expected: <= " + Double.MAX_VALUE + ")");
		}
		return value;
	}

}
