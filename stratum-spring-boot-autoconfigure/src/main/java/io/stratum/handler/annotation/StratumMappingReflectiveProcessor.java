package io.stratum.handler.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ResolvableType;

/**
 * Registers handler methods for reflection, and what is bound to their arguments and
 * results, so that they work in a native image.
 */
final class StratumMappingReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (Parameter parameter : method.getParameters()) {
				if (parameter.getType().isRecord() || parameter.isAnnotationPresent(StratumParam.class)) {
					this.binding.registerReflectionHints(hints, parameter.getParameterizedType());
					registerDecoder(hints, parameter.getType());
				}
			}
			registerResult(hints, ResolvableType.forMethodReturnType(method));
		}
	}

	private static void registerDecoder(ReflectionHints hints, Class<?> type) {
		for (Method method : type.getDeclaredMethods()) {
			if (Modifier.isStatic(method.getModifiers()) && method.getName().equals("decode")) {
				hints.registerMethod(method, ExecutableMode.INVOKE);
			}
		}
	}

	private void registerResult(ReflectionHints hints, ResolvableType type) {
		if (type.hasGenerics()) {
			for (ResolvableType generic : type.getGenerics()) {
				registerResult(hints, generic);
			}
		}
		else if (isBound(type.toClass())) {
			this.binding.registerReflectionHints(hints, type.getType());
		}
	}

	private static boolean isBound(Class<?> type) {
		String name = type.getName();
		return !type.isPrimitive() && !name.startsWith("java.") && !name.startsWith("io.stratum.session.");
	}

}
