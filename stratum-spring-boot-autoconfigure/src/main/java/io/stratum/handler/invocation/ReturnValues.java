package io.stratum.handler.invocation;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;

import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * Turns what a handler method returned into a reply.
 */
public final class ReturnValues {

	private final Class<?> type;

	private final boolean silent;

	private final UnaryOperator<Object> encoder;

	/**
	 * Creates the return values of a method.
	 * @param method the method
	 * @param beanType the type of the bean, which may fix type variables
	 * @param encoder turns a result into one that the dialect can encode
	 */
	public ReturnValues(Method method, Class<?> beanType, UnaryOperator<Object> encoder) {
		ResolvableType declared = ResolvableType.forMethodReturnType(method, beanType);
		this.type = declared.toClass();
		this.silent = isVoid(isAsynchronous() ? asynchronousResult(declared) : this.type);
		this.encoder = encoder;
	}

	private Class<?> asynchronousResult(ResolvableType declared) {
		return declared.as(Mono.class.isAssignableFrom(this.type) ? Mono.class : CompletionStage.class)
			.getGeneric()
			.toClass();
	}

	private static boolean isVoid(Class<?> type) {
		return type == void.class || type == Void.class;
	}

	/**
	 * Whether the method declares to return before its result is there.
	 * @return true for a {@link Mono} and a {@link CompletionStage}
	 */
	public boolean isAsynchronous() {
		return Mono.class.isAssignableFrom(this.type) || CompletionStage.class.isAssignableFrom(this.type);
	}

	/**
	 * Whether values of the declared type can be a reply.
	 * @return false for publishers of many values and for a plain {@link Future}
	 */
	public boolean isSupported() {
		return isAsynchronous()
				|| !(Publisher.class.isAssignableFrom(this.type) || Future.class.isAssignableFrom(this.type));
	}

	/**
	 * Turns a value into a reply.
	 * @param returned what the method returned
	 * @param subscribed takes the subscription of a {@link Mono}, to cancel it when
	 * nobody waits for the reply any more
	 * @return the reply, which fails with the exception of an asynchronous result
	 */
	public CompletionStage<Reply> toReply(@Nullable Object returned, Consumer<? super Future<?>> subscribed) {
		if (returned instanceof Mono<?> mono) {
			CompletableFuture<?> future = mono.toFuture();
			subscribed.accept(future);
			return later(future);
		}
		if (returned instanceof CompletionStage<?> stage) {
			return later(stage);
		}
		if (isAsynchronous() || returned instanceof Publisher<?>) {
			String actual = (returned != null) ? returned.getClass().getName() : "null";
			throw new IllegalStateException("returned value: " + actual + " (expected: a Mono or CompletionStage)");
		}
		return settle(reply(returned));
	}

	private CompletionStage<Reply> later(CompletionStage<?> stage) {
		return stage.thenCompose((value) -> settle(reply(value)));
	}

	private CompletionStage<Reply> settle(Reply reply) {
		if (reply instanceof Reply.Later later) {
			return later.reply().thenCompose(this::settle);
		}
		return CompletableFuture.completedFuture(reply);
	}

	private Reply reply(@Nullable Object returned) {
		if (this.silent) {
			return Reply.NONE;
		}
		Object value = returned;
		if (returned instanceof Optional<?> optional) {
			value = optional.isPresent() ? optional.get() : null;
		}
		if (value instanceof Reply reply) {
			return encode(reply);
		}
		return (value instanceof StratumError error) ? Reply.error(error) : result(value);
	}

	private Reply encode(Reply reply) {
		if (reply instanceof Reply.Result result) {
			return result(result.value());
		}
		if (reply instanceof Reply.Followed followed) {
			return new Reply.Followed(encode(followed.plain()), followed.actions());
		}
		if (reply instanceof Reply.Later later) {
			return Reply.later(later.reply().thenApply(this::encode));
		}
		return reply;
	}

	private Reply result(@Nullable Object value) {
		return Boolean.TRUE.equals(value) ? Reply.TRUE : Reply.of((value != null) ? this.encoder.apply(value) : null);
	}

}
