package io.stratum.handler.support;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.util.ReflectionUtils;

import io.stratum.handler.invocation.HandlerArgument;
import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.StratumSession;

/**
 * Binds the parameters of a request to a record: positional ones component by component,
 * named ones by name.
 */
final class RecordArgument implements HandlerArgument {

	private final JsonBinder binder;

	private final JavaType type;

	private final JavaType[] components;

	private final Constructor<?> constructor;

	RecordArgument(JsonBinder binder, JavaType type) {
		this.binder = binder;
		this.type = type;
		RecordComponent[] declared = type.getRawClass().getRecordComponents();
		this.components = Arrays.stream(declared)
			.map((component) -> binder.type(component.getGenericType(), type))
			.toArray(JavaType[]::new);
		this.constructor = canonicalConstructor(type.getRawClass(), declared);
	}

	private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			Constructor<?> constructor = type.getDeclaredConstructor(types);
			ReflectionUtils.makeAccessible(constructor);
			return constructor;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Object resolve(StratumSession session, Object message, @Nullable Throwable failure) throws Exception {
		StratumRequest request = (StratumRequest) message;
		if (!(request.params() instanceof List<?>)) {
			return this.binder.bind(request.params(), this.type, "");
		}
		@Nullable Object[] values = new @Nullable Object[this.components.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = component(request.param(i), i);
		}
		return create(values);
	}

	private @Nullable Object component(@Nullable Object value, int index) {
		JavaType component = this.components[index];
		if (value != null) {
			return this.binder.bind(value, component, String.valueOf(index));
		}
		if (component.isPrimitive()) {
			throw new MethodArgumentResolutionException(String.valueOf(index),
					"null (expected: " + component.toCanonical() + ")");
		}
		return JsonBinder.absent(component);
	}

	private Object create(@Nullable Object[] values) throws Exception {
		try {
			return this.constructor.newInstance(values);
		}
		catch (InvocationTargetException ex) {
			Throwable cause = ex.getTargetException();
			if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
				throw new MethodArgumentResolutionException("", "refused by " + this.type.getRawClass().getName());
			}
			ReflectionUtils.rethrowException(cause);
			throw ex;
		}
	}

}
