package io.stratum.docs.handlers;

import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import io.stratum.handler.invocation.StratumInterceptor;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.Reply;

// tag::code[]
@Component
@Order(1)
class AuditInterceptor implements StratumInterceptor {

	private static final Log logger = LogFactory.getLog(AuditInterceptor.class);

	@Override
	public CompletionStage<Reply> intercept(StratumInvocation invocation, Chain chain) {
		logger.debug(invocation.session().id() + " calls " + invocation.handler());
		return chain.proceed();
	}

}
// end::code[]
