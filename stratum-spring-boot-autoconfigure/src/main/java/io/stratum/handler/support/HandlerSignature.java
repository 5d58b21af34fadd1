package io.stratum.handler.support;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.springframework.core.annotation.AnnotatedElementUtils;

import io.stratum.handler.annotation.NonBlocking;
import io.stratum.handler.invocation.ReturnValues;

/**
 * A handler method as it was declared.
 *
 * @param bean the bean
 * @param beanType the class of the bean, without proxies
 * @param method the method
 */
record HandlerSignature(HandlerBean bean, Class<?> beanType, Method method) {

	/**
	 * The method as it is written in texts.
	 * @return class, method and the simple names of the arguments
	 */
	String description() {
		return Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", this.beanType.getName() + "." + this.method.getName() + "(", ")"));
	}

	/**
	 * The return values of the method.
	 * @param encoder turns a result into one that the dialect can encode
	 * @return the return values
	 */
	ReturnValues returnValues(UnaryOperator<Object> encoder) {
		if (Modifier.isPrivate(this.method.getModifiers()) || Modifier.isStatic(this.method.getModifiers())) {
			throw refuse("is private or static.", "Make it an instance method that is not private.");
		}
		ReturnValues values = new ReturnValues(this.method, this.beanType, encoder);
		if (!values.isSupported()) {
			throw refuse("returns " + this.method.getReturnType().getSimpleName() + ", but a request has one reply.",
					"Return a value, a Mono or a CompletionStage.");
		}
		return values;
	}

	/**
	 * Whether the method may block.
	 * @param values its return values
	 * @return true for a plain return type without {@link NonBlocking}
	 */
	boolean mayBlock(ReturnValues values) {
		return !values.isAsynchronous() && !AnnotatedElementUtils.hasAnnotation(this.method, NonBlocking.class)
				&& !AnnotatedElementUtils.hasAnnotation(this.beanType, NonBlocking.class);
	}

	/**
	 * A refusal of this method.
	 * @param problem what is wrong, the end of a sentence
	 * @param action the cure
	 * @return the exception
	 */
	InvalidHandlerException refuse(String problem, String action) {
		return new InvalidHandlerException("Handler method " + description() + " " + problem, action);
	}

}
