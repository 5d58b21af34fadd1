package io.stratum.handler.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.invocation.HandlerArgument;
import io.stratum.handler.invocation.InvocableHandlerMethod;
import io.stratum.handler.invocation.ReturnValues;
import io.stratum.handler.invocation.StratumInterceptor;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;

/**
 * The {@link StratumMapping} methods of all {@link StratumController} beans of an
 * application context, checked. No bean is created to find them.
 */
public final class HandlerMethods {

	private static final int MAX_NAME_LENGTH = 255;

	private final Map<Object, MappedMethod> methods = new LinkedHashMap<>();

	private final ConfigurableListableBeanFactory beanFactory;

	private final SessionScope scope;

	private final JsonBinder binder = new JsonBinder();

	private final Arguments arguments;

	private final MappedMethod.Surroundings surroundings;

	/**
	 * Finds the handler methods.
	 * @param beanFactory the beans
	 * @param scope the session scope
	 * @param executor runs methods that may block
	 * @param timeout how long a call may take
	 * @throws InvalidHandlerException if one cannot work
	 */
	public HandlerMethods(ConfigurableListableBeanFactory beanFactory, SessionScope scope, Executor executor,
			Duration timeout) {
		this(beanFactory, scope, executor, timeout, HandlerMethods::isBinaryMessage);
	}

	HandlerMethods(ConfigurableListableBeanFactory beanFactory, SessionScope scope, Executor executor, Duration timeout,
			Predicate<Class<?>> binaryMessages) {
		this.beanFactory = beanFactory;
		this.scope = scope;
		this.arguments = new Arguments(beanFactory, scope, this.binder, binaryMessages);
		this.surroundings = new MappedMethod.Surroundings(executor,
				new Interceptors(SingletonSupplier
					.of(() -> beanFactory.getBeanProvider(StratumInterceptor.class).orderedStream().toList())),
				new HandlerFailureLog(System::nanoTime), timeout);
		for (String name : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = beanFactory.getType(name, false);
			if (type != null && !name.startsWith("scopedTarget.")
					&& AnnotatedElementUtils.hasAnnotation(ClassUtils.getUserClass(type), StratumController.class)) {
				addController(name, ClassUtils.getUserClass(type));
			}
		}
	}

	private static boolean isBinaryMessage(Class<?> type) {
		return type.isRecord() && Arrays.stream(type.getInterfaces())
			.map(Class::getPackageName)
			.anyMatch((name) -> name.startsWith("io.stratum.protocol.") && !name.equals("io.stratum.protocol.sv1"));
	}

	/**
	 * Whether a method is mapped to a message of some kind.
	 * @param kind a supertype of message types
	 * @return true if at least one is
	 */
	public boolean handlesAny(Class<?> kind) {
		return this.methods.keySet()
			.stream()
			.anyMatch((key) -> key instanceof Class<?> type && kind.isAssignableFrom(type));
	}

	/**
	 * Adds the methods to a table, replacing what is there for the same message. If there
	 * are interceptors, they wrap the rest of what is there.
	 * @param table the table
	 */
	public void addTo(MessageHandlers.Builder table) {
		if (this.beanFactory.getBeanNamesForType(StratumInterceptor.class, true, false).length > 0) {
			table.replaceAll((key, handler) -> new InterceptedHandler(key, handler, this.surroundings));
		}
		this.methods.forEach((key, method) -> {
			if (key instanceof Class<?> type) {
				addType(table, type, method);
			}
			else {
				table.method((String) key, method);
			}
		});
	}

	private static <M> void addType(MessageHandlers.Builder table, Class<M> type, MessageHandler<Object> method) {
		table.type(type, method);
	}

	private void addController(String name, Class<?> type) {
		HandlerBean bean = new HandlerBean(this.beanFactory, this.scope, name);
		ExceptionHandlers exceptionHandlers = new ExceptionHandlers();
		annotated(type, StratumExceptionHandler.class)
			.forEach((method, annotation) -> addExceptionHandler(exceptionHandlers,
					new HandlerSignature(bean, type, method), annotation));
		annotated(type, StratumMapping.class).forEach((method,
				annotation) -> addMapping(new HandlerSignature(bean, type, method), annotation, exceptionHandlers));
	}

	private static <A extends Annotation> Map<Method, A> annotated(Class<?> type, Class<A> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
	}

	private void addExceptionHandler(ExceptionHandlers handlers, HandlerSignature signature,
			StratumExceptionHandler annotation) {
		if (AnnotatedElementUtils.hasAnnotation(signature.method(), StratumMapping.class)) {
			throw signature.refuse("is both a @StratumMapping and a @StratumExceptionHandler.", "Write two methods.");
		}
		ReturnValues values = signature.returnValues(this.binder::encode);
		BoundMethod handler = bind(signature, this.arguments.ofExceptionHandler(signature), values);
		List<Class<? extends Throwable>> types = exceptionTypes(signature, annotation);
		types.forEach((type) -> handlers.add(type, handler));
	}

	private static List<Class<? extends Throwable>> exceptionTypes(HandlerSignature signature,
			StratumExceptionHandler annotation) {
		List<Class<? extends Throwable>> taken = Arrays.stream(signature.method().getParameterTypes())
			.filter(Throwable.class::isAssignableFrom)
			.<Class<? extends Throwable>>map((type) -> type.asSubclass(Throwable.class))
			.toList();
		List<Class<? extends Throwable>> types = (annotation.value().length > 0) ? List.of(annotation.value()) : taken;
		if (types.isEmpty() || taken.size() > 1) {
			throw signature.refuse("names " + types.size() + " types of exceptions and takes " + taken.size() + ".",
					"Take one exception as an argument, or name the types in @StratumExceptionHandler.");
		}
		for (Class<? extends Throwable> type : types) {
			if (!taken.isEmpty() && !taken.get(0).isAssignableFrom(type)) {
				throw signature.refuse("handles " + type.getName() + ", but takes " + taken.get(0).getName() + ".",
						"Take a type that all handled exceptions have.");
			}
		}
		return types;
	}

	private void addMapping(HandlerSignature signature, StratumMapping mapping, ExceptionHandlers exceptionHandlers) {
		if (mapping.value().length == 0) {
			ReturnValues values = signature.returnValues((value) -> value);
			Class<?> type = this.arguments.messageType(signature);
			BoundMethod method = bind(signature, this.arguments.ofMessage(signature, type), values);
			add(type, new MappedMethod(type.getSimpleName(), method, exceptionHandlers, this.surroundings));
			return;
		}
		ReturnValues values = signature.returnValues(this.binder::encode);
		BoundMethod method = bind(signature, this.arguments.ofRequest(signature), values);
		for (String name : mapping.value()) {
			if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
				throw signature.refuse("has a @StratumMapping with a name of " + name.strip().length() + " characters.",
						"Give it 1 to " + MAX_NAME_LENGTH + ".");
			}
			add(name, new MappedMethod(name, method, exceptionHandlers, this.surroundings));
		}
	}

	private void add(Object key, MappedMethod method) {
		MappedMethod other = this.methods.putIfAbsent(key, method);
		if (other != null) {
			String message = (key instanceof Class<?> type) ? type.getName() : "'" + key + "'";
			throw new InvalidHandlerException(
					"Message " + message + " is mapped by two methods: " + described(other.signature()) + " and "
							+ described(method.signature()) + ".",
					"Remove one of them, or change its @StratumMapping.");
		}
	}

	private static String described(HandlerSignature signature) {
		return signature.description() + " of bean '" + signature.bean().name() + "'";
	}

	private static BoundMethod bind(HandlerSignature signature, List<HandlerArgument> arguments, ReturnValues values) {
		return new BoundMethod(signature, new InvocableHandlerMethod(signature.bean(), signature.method(), arguments),
				values, signature.mayBlock(values));
	}

}
