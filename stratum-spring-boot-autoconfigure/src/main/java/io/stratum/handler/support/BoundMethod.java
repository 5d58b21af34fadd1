package io.stratum.handler.support;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.handler.invocation.InvocableHandlerMethod;
import io.stratum.handler.invocation.ReturnValues;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.Reply;

/**
 * A checked handler method with its arguments and return values.
 *
 * @param signature the method as declared
 * @param method calls it
 * @param returnValues makes a reply of what it returns
 * @param mayBlock whether it belongs on the executor
 */
record BoundMethod(HandlerSignature signature, InvocableHandlerMethod method, ReturnValues returnValues,
		boolean mayBlock) {

	/**
	 * Calls the method.
	 * @param invocation the call
	 * @param failure the exception to handle, if that is its purpose
	 * @param subscribed takes what may be cancelled when the call takes too long
	 * @return the reply
	 * @throws Exception what the method threw
	 */
	CompletionStage<Reply> call(StratumInvocation invocation, @Nullable Throwable failure,
			Consumer<? super Future<?>> subscribed) throws Exception {
		return this.returnValues.toReply(this.method.invoke(invocation.session(), invocation.message(), failure),
				subscribed);
	}

}
