package io.stratum.handler.support;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.protocol.sv1.RawJson;

/**
 * Binds JSON values to Java types and back, with a mapper of our own: the application's
 * settings must not change what is on the wire.
 */
final class JsonBinder {

	private final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.addModule(new SimpleModule("stratum").addSerializer(Double.class, new PlainSerializer<>(Double.class))
			.addSerializer(double.class, new PlainSerializer<>(Double.class))
			.addSerializer(Float.class, new PlainSerializer<>(Float.class))
			.addSerializer(float.class, new PlainSerializer<>(Float.class)))
		.build();

	/**
	 * The type to bind to.
	 * @param type a type without type variables
	 * @return the type as Jackson knows it
	 */
	JavaType type(Type type) {
		return this.mapper.constructType(type);
	}

	/**
	 * The type of a component.
	 * @param component the type as declared
	 * @param record the record, which may fix type variables
	 * @return the type as Jackson knows it
	 */
	JavaType type(Type component, JavaType record) {
		return this.mapper.getTypeFactory().resolveMemberType(component, record.getBindings());
	}

	/**
	 * The value for a parameter that is null or missing.
	 * @param type the type
	 * @return null or an empty {@link Optional}
	 */
	static @Nullable Object absent(JavaType type) {
		return (type.getRawClass() == Optional.class) ? Optional.empty() : null;
	}

	/**
	 * Binds a value.
	 * @param value the value as the decoder made it
	 * @param type the type
	 * @param parameter the position or name of the parameter, for the error
	 * @return the bound value
	 */
	Object bind(Object value, JavaType type, String parameter) {
		if (type.getRawClass() == value.getClass() && type.containedTypeCount() == 0) {
			return value;
		}
		try {
			return this.mapper.convertValue(value, type);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new MethodArgumentResolutionException(parameter,
					value.getClass().getSimpleName() + " (expected: " + type.toCanonical() + ")");
		}
	}

	/**
	 * Turns a result into one that the encoder of Stratum V1 can take.
	 * @param value the result
	 * @return the same, or its JSON
	 */
	Object encode(Object value) {
		return isPlain(value) ? value : new RawJson(this.mapper.writeValueAsBytes(value));
	}

	private static boolean isPlain(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list.stream().allMatch(JsonBinder::isPlain);
		}
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.allMatch((entry) -> entry.getKey() instanceof String && isPlain(entry.getValue()));
		}
		return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer
				|| value instanceof Long || value instanceof BigInteger || value instanceof Double
				|| value instanceof RawJson;
	}

	/**
	 * Writes plain decimals, since some miners cannot read exponents.
	 */
	private static final class PlainSerializer<N extends Number> extends StdSerializer<N> {

		PlainSerializer(Class<N> type) {
			super(type);
		}

		@Override
		public void serialize(N value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(new BigDecimal(value.toString()).stripTrailingZeros().toPlainString());
		}

	}

}
