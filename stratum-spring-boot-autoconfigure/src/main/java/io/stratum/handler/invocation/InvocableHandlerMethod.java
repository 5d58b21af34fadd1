package io.stratum.handler.invocation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import io.stratum.session.StratumSession;

/**
 * A handler method that is ready to be called: its bean, and a source for each argument,
 * chosen once.
 */
public final class InvocableHandlerMethod {

	private final Function<StratumSession, ?> bean;

	private final Method method;

	private final HandlerArgument[] arguments;

	/**
	 * Creates a handler method.
	 * @param bean supplies the bean for a call of a session
	 * @param method the method
	 * @param arguments the source of each argument
	 */
	public InvocableHandlerMethod(Function<StratumSession, ?> bean, Method method, List<HandlerArgument> arguments) {
		ReflectionUtils.makeAccessible(method);
		this.bean = bean;
		this.method = method;
		this.arguments = arguments.toArray(HandlerArgument[]::new);
	}

	/**
	 * Calls the method.
	 * @param session the session
	 * @param message the message
	 * @param failure the exception to handle, null unless the method handles exceptions
	 * @return what the method returned
	 * @throws Exception what the method or the source of an argument threw
	 */
	public @Nullable Object invoke(StratumSession session, Object message, @Nullable Throwable failure)
			throws Exception {
		@Nullable Object[] values = new @Nullable Object[this.arguments.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments[i].resolve(session, message, failure);
		}
		Object target = this.bean.apply(session);
		try {
			return this.method.invoke(target, values);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
