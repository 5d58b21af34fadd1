package io.stratum.protocol.sv2;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;

/**
 * Messages of all known types with random fields.
 */
final class RandomMessages {

	private static final Set<String> U16_FIELDS = Set.of("minVersion", "maxVersion", "usedVersion", "endpointPort",
			"newPort", "minExtranonceSize", "extranonceSize");

	private final Random random;

	RandomMessages(long seed) {
		this.random = new Random(seed);
	}

	<M extends Sv2Message> M next(Class<M> type) {
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			values[i] = value(type, components[i]);
		}
		try {
			Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			return type.getConstructor(types).newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object value(Class<?> message, RecordComponent component) {
		Class<?> type = component.getType();
		boolean negotiation = ExtensionMessage.class.isAssignableFrom(message);
		if (type == int.class) {
			return number(component.getName(), negotiation);
		}
		if (type == long.class) {
			return this.random.nextLong();
		}
		if (type == float.class) {
			return this.random.nextFloat() * this.random.nextInt(Integer.MAX_VALUE);
		}
		if (type == boolean.class) {
			return this.random.nextBoolean();
		}
		if (type == OptionalInt.class) {
			return this.random.nextBoolean() ? OptionalInt.of(this.random.nextInt()) : OptionalInt.empty();
		}
		if (type == String.class) {
			return text();
		}
		if (type == Octets.class) {
			return Octets.of(bytes(this.random.nextInt(maxLength(component.getName()) + 1)));
		}
		if (type == List.class) {
			return list((ParameterizedType) component.getGenericType(), negotiation);
		}
		return fixed(type);
	}

	private Object fixed(Class<?> type) {
		return (type == Hash256.class) ? Hash256.ofInternal(bytes(32)) : Target.of(new BigInteger(1, bytes(32)));
	}

	private int number(String name, boolean negotiation) {
		if (name.equals("protocol")) {
			return this.random.nextInt(0x100);
		}
		boolean u16 = U16_FIELDS.contains(name) || negotiation;
		return u16 ? this.random.nextInt(0x10000) : this.random.nextInt();
	}

	private List<Object> list(ParameterizedType type, boolean negotiation) {
		int size = this.random.nextInt(20);
		List<Object> items = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			items.add((type.getActualTypeArguments()[0] == Hash256.class) ? fixed(Hash256.class)
					: (Object) number("item", negotiation));
		}
		return items;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		int length = this.random.nextInt(256);
		for (int i = 0; i < length; i++) {
			text.append((char) this.random.nextInt(0x100));
		}
		return text.toString();
	}

	private static int maxLength(String name) {
		return switch (name) {
			case "extranoncePrefix", "extranonce" -> 32;
			case "coinbaseTxPrefix", "coinbaseTxSuffix", "coinbaseTxOutputs" -> 2000;
			default -> 255;
		};
	}

	byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	int number(int bound) {
		return this.random.nextInt(bound);
	}

}
