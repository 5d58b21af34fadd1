package io.stratum.handler.support;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import io.stratum.handler.invocation.HandlerArgument;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;
import io.stratum.session.StratumSession;

/**
 * The authorized worker: the only one of the session, or the one whose name is the first
 * parameter.
 */
final class WorkerArgument implements HandlerArgument {

	@Override
	public Object resolve(StratumSession session, Object message, @Nullable Throwable failure) {
		Collection<Worker> workers = session.workers();
		if (workers.size() == 1) {
			return workers.iterator().next();
		}
		String name = (message instanceof StratumRequest request) ? request.text(0) : null;
		return workers.stream()
			.filter((worker) -> worker.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new StratumErrorException(StratumError.of(RejectReason.UNAUTHORIZED)));
	}

}
