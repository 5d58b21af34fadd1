package io.stratum.handler.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;

import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.annotation.StratumSessionScope;
import io.stratum.handler.invocation.HandlerArgument;
import io.stratum.handler.invocation.HandlerMethodArgumentResolver;
import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.JsonPeer;
import io.stratum.session.StratumSession;
import io.stratum.session.sv2.Sv2Peer;

/**
 * Chooses where the arguments of handler methods come from, once, at start.
 */
final class Arguments {

	private static final String KNOWN = "Known are StratumSession, JsonPeer or Sv2Peer where the dialect is right, "
			+ "a record for all parameters, a @StratumParam, "
			+ "StratumRequest, Worker, a @StratumSessionScope bean, a message of a binary dialect, and what a "
			+ "HandlerMethodArgumentResolver bean supports.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final SessionScope scope;

	private final JsonBinder binder;

	private final Predicate<Class<?>> binaryMessages;

	private final List<HandlerMethodArgumentResolver> resolvers;

	Arguments(ConfigurableListableBeanFactory beanFactory, SessionScope scope, JsonBinder binder,
			Predicate<Class<?>> binaryMessages) {
		this.beanFactory = beanFactory;
		this.scope = scope;
		this.binder = binder;
		this.binaryMessages = binaryMessages;
		this.resolvers = beanFactory.getBeanProvider(HandlerMethodArgumentResolver.class).orderedStream().toList();
	}

	/**
	 * The arguments of a method that handles JSON requests.
	 */
	List<HandlerArgument> ofRequest(HandlerSignature signature) {
		List<HandlerArgument> arguments = new ArrayList<>();
		int records = 0;
		for (MethodParameter parameter : parameters(signature)) {
			HandlerArgument argument = common(signature, parameter, JsonPeer.class);
			if (argument == null) {
				argument = requestArgument(signature, parameter);
				records += isWholeRequest(parameter) ? 1 : 0;
			}
			if (records > 1) {
				throw signature.refuse("has several records for the parameters of a request.",
						"Take one, or single parameters by @StratumParam.");
			}
			arguments.add(argument);
		}
		return arguments;
	}

	private static boolean isWholeRequest(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type.isRecord() && type != StratumRequest.class && !parameter.hasParameterAnnotation(StratumParam.class);
	}

	private HandlerArgument requestArgument(HandlerSignature signature, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		StratumParam param = parameter.getParameterAnnotation(StratumParam.class);
		if (param != null) {
			return param(signature, parameter, param);
		}
		if (type == StratumRequest.class) {
			return (session, message, failure) -> message;
		}
		if (isWholeRequest(parameter) && !this.binaryMessages.test(type)) {
			Method decoder = DecodedArgument.decoder(type);
			return (decoder != null) ? new DecodedArgument(decoder)
					: new RecordArgument(this.binder, type(signature, parameter));
		}
		throw unknown(signature, parameter);
	}

	/**
	 * The arguments of a method that handles messages of a binary dialect.
	 * @param messageType the type of the message
	 */
	List<HandlerArgument> ofMessage(HandlerSignature signature, Class<?> messageType) {
		List<HandlerArgument> arguments = new ArrayList<>();
		Class<?> peer = Sv2Message.class.isAssignableFrom(messageType) ? Sv2Peer.class : JsonPeer.class;
		for (MethodParameter parameter : parameters(signature)) {
			HandlerArgument argument = common(signature, parameter, peer);
			if (argument == null && parameter.getParameterType() == messageType) {
				argument = (session, message, failure) -> message;
			}
			if (argument == null) {
				throw unknown(signature, parameter);
			}
			arguments.add(argument);
		}
		return arguments;
	}

	/**
	 * The type of message that a method without a name handles.
	 */
	Class<?> messageType(HandlerSignature signature) {
		List<Class<?>> types = new ArrayList<>();
		for (MethodParameter parameter : parameters(signature)) {
			if (this.binaryMessages.test(parameter.getParameterType())) {
				types.add(parameter.getParameterType());
			}
		}
		if (types.isEmpty()) {
			throw signature.refuse("has a @StratumMapping without a name and no message of a binary dialect.",
					"Name the method to handle, as in @StratumMapping(\"mining.authorize\"), or take the message.");
		}
		if (types.size() > 1) {
			throw signature.refuse("takes several messages.", "Take one; write a method for each type.");
		}
		return types.get(0);
	}

	/**
	 * The arguments of a method that handles exceptions.
	 */
	List<HandlerArgument> ofExceptionHandler(HandlerSignature signature) {
		List<HandlerArgument> arguments = new ArrayList<>();
		for (MethodParameter parameter : parameters(signature)) {
			Class<?> type = parameter.getParameterType();
			HandlerArgument argument = common(signature, parameter, StratumSession.class);
			if (Throwable.class.isAssignableFrom(type)) {
				argument = (session, message, failure) -> failure;
			}
			else if (type == StratumRequest.class || this.binaryMessages.test(type)) {
				argument = (session, message, failure) -> type.isInstance(message) ? message : null;
			}
			else if (type == JsonPeer.class || type == Sv2Peer.class) {
				argument = (session, message, failure) -> type.isInstance(session) ? session : null;
			}
			if (argument == null) {
				throw unknown(signature, parameter);
			}
			arguments.add(argument);
		}
		return arguments;
	}

	private static List<MethodParameter> parameters(HandlerSignature signature) {
		List<MethodParameter> parameters = new ArrayList<>();
		for (int i = 0; i < signature.method().getParameterCount(); i++) {
			parameters.add(new MethodParameter(signature.method(), i).withContainingClass(signature.beanType()));
		}
		return parameters;
	}

	/**
	 * What all methods may take.
	 * @param peer the type that the session has in the dialect of the message
	 */
	private @Nullable HandlerArgument common(HandlerSignature signature, MethodParameter parameter, Class<?> peer) {
		for (HandlerMethodArgumentResolver resolver : this.resolvers) {
			if (resolver.supportsParameter(parameter)) {
				return (session, message, failure) -> resolver.resolveArgument(parameter, session, message);
			}
		}
		if (parameter.hasParameterAnnotation(StratumParam.class)) {
			return null;
		}
		Class<?> type = parameter.getParameterType();
		if (type == StratumSession.class || type == peer) {
			return (session, message, failure) -> session;
		}
		return (type == Worker.class) ? new WorkerArgument() : sessionBean(signature, type);
	}

	private @Nullable HandlerArgument sessionBean(HandlerSignature signature, Class<?> type) {
		List<String> names = Arrays.asList(this.beanFactory.getBeanNamesForType(type, true, false));
		List<String> scoped = names.stream().filter(this::isSessionScoped).toList();
		if (scoped.size() > 1) {
			throw signature.refuse("takes a " + type.getName() + ", but there are several such beans: "
					+ String.join(", ", scoped) + ".", "Take a type that only one of them has.");
		}
		if (scoped.isEmpty()) {
			if (!names.isEmpty() && !type.isRecord()) {
				throw signature.refuse("takes a " + type.getName() + ", which is a bean of the application.",
						"Inject it into the controller, or give the bean @StratumSessionScope.");
			}
			return null;
		}
		String name = scoped.get(0);
		return (session, message, failure) -> this.scope.bean(this.beanFactory, name, session);
	}

	private boolean isSessionScoped(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& StratumSessionScope.NAME.equals(this.beanFactory.getMergedBeanDefinition(name).getScope());
	}

	private HandlerArgument param(HandlerSignature signature, MethodParameter parameter, StratumParam param) {
		int index = param.value();
		if (index < 0) {
			throw signature.refuse("has @StratumParam(" + index + ").", "Positions start at 0.");
		}
		JavaType type = type(signature, parameter);
		boolean required = type.isPrimitive() || (param.required() && type.getRawClass() != Optional.class);
		return (session, message, failure) -> {
			Object value = ((StratumRequest) message).param(index);
			if (value != null) {
				return this.binder.bind(value, type, String.valueOf(index));
			}
			if (required) {
				throw new MethodArgumentResolutionException(String.valueOf(index),
						"null (expected: " + type.toCanonical() + ")");
			}
			return JsonBinder.absent(type);
		};
	}

	private JavaType type(HandlerSignature signature, MethodParameter parameter) {
		return this.binder
			.type(GenericTypeResolver.resolveType(parameter.getGenericParameterType(), signature.beanType()));
	}

	private static InvalidHandlerException unknown(HandlerSignature signature, MethodParameter parameter) {
		return signature.refuse("has an argument of unknown type: " + parameter.getParameterType().getName() + ".",
				KNOWN);
	}

}
