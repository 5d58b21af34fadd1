package io.stratum.autoconfigure.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.stratum.server.StratumServerException;

/**
 * Says why a listener could not be bound.
 */
final class StratumServerFailureAnalyzer extends AbstractFailureAnalyzer<StratumServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StratumServerException cause) {
		String property = "stratum.listeners." + cause.listener();
		return switch (cause.reason()) {
			case PORT_IN_USE -> new FailureAnalysis(
					"Stratum listener '" + cause.listener() + "' failed to start. Port " + cause.port()
							+ " was already in use.",
					"Identify and stop the process that's listening on port " + cause.port() + ", or set '" + property
							+ ".port' to another port.",
					cause);
			case NOT_BOUND -> new FailureAnalysis(cause.getMessage(),
					"Check '" + property + ".address' and '" + property + ".port'.", cause);
			case TLS -> new FailureAnalysis(cause.getMessage(), "Check the certificate and the private key of the SSL "
					+ "bundle that '" + property + ".ssl.bundle' names.", cause);
		};
	}

}
