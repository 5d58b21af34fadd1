package io.stratum.handler.support;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.MessageHandler;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * An application context with handler beans and the table made of them. Stands
 * {@link Sv1Response} in for a message of an agent.
 */
final class HandlerFixture implements AutoCloseable {

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	final FakePeer session = new FakePeer();

	private final MessageHandlers handlers;

	HandlerFixture(Executor executor, Class<?>... beans) {
		this(executor, Duration.ofSeconds(30), beans);
	}

	HandlerFixture(Executor executor, Duration timeout, Class<?>... beans) {
		SessionScope scope = new SessionScope(() -> executor);
		this.context.registerBean(SessionScope.class, () -> scope);
		this.context.register(beans);
		this.context.refresh();
		HandlerMethods methods = new HandlerMethods(this.context.getBeanFactory(), scope, executor, timeout,
				Set.of(Sv1Response.class, CloseChannel.class)::contains);
		MessageHandlers.Builder table = MessageHandlers.builder();
		table.method("mining.subscribe", (session, message) -> Reply.of("built in"));
		methods.addTo(table);
		this.handlers = table.build();
	}

	static HandlerFixture of(Class<?>... beans) {
		return new HandlerFixture(Runnable::run, beans);
	}

	Reply send(String method, @Nullable Object... params) {
		return send(FakePeer.request(method, params));
	}

	Reply send(StratumRequest request) {
		return sendFrom(this.session, request);
	}

	Reply sendFrom(FakePeer sender, StratumRequest request) {
		MessageHandler<Object> handler = this.handlers.forMethod(request.method());
		return handle(handler, sender, request);
	}

	Reply sendBinary(Object message) {
		MessageHandler<Object> handler = this.handlers.forType(message.getClass());
		return handle(handler, this.session, message);
	}

	private static Reply handle(@Nullable MessageHandler<Object> handler, FakePeer sender, Object message) {
		try {
			return Objects.requireNonNull(handler).handle(sender, message);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Nullable Object result(String method, @Nullable Object... params) {
		return ((Reply.Result) settled(send(method, params))).value();
	}

	StratumError error(String method, @Nullable Object... params) {
		return ((Reply.Failure) settled(send(method, params))).error();
	}

	static Reply settled(Reply reply) {
		if (reply instanceof Reply.Later later) {
			CompletableFuture<Reply> future = later.reply().toCompletableFuture();
			return settled(future.orTimeout(10, TimeUnit.SECONDS).join());
		}
		return reply;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
