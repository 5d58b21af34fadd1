package io.stratum.handler.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.stratum.handler.invocation.HandlerArgument;
import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.StratumSession;

/**
 * A record that reads the request itself, as the messages of the protocol do.
 */
final class DecodedArgument implements HandlerArgument {

	private final Method decoder;

	DecodedArgument(Method decoder) {
		ReflectionUtils.makeAccessible(decoder);
		this.decoder = decoder;
	}

	/**
	 * The method by which a record reads a request.
	 * @param type the record
	 * @return its public static method {@code decode}, null if it has none
	 */
	static @Nullable Method decoder(Class<?> type) {
		Method decoder = ClassUtils.getStaticMethod(type, "decode", StratumRequest.class);
		return (decoder != null && decoder.getReturnType() == type) ? decoder : null;
	}

	@Override
	public Object resolve(StratumSession session, Object message, @Nullable Throwable failure) throws Exception {
		Object value;
		try {
			value = this.decoder.invoke(null, message);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
		if (value == null) {
			throw new MethodArgumentResolutionException("", "refused by " + this.decoder.getDeclaringClass().getName());
		}
		return value;
	}

}
