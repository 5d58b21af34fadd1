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
		String failure = "Stratum listener '" + cause.listener() + "' failed to start";
		if (cause.isPortInUse()) {
			return new FailureAnalysis(failure + ". Port " + cause.port() + " was already in use.",
					"Identify and stop the process that's listening on port " + cause.port() + ", or set '" + property
							+ ".port' to another port.",
					cause);
		}
		return new FailureAnalysis(failure + " on port " + cause.port() + ": " + cause.getMessage(),
				"Check '" + property + ".address' and '" + property + ".port'.", cause);
	}

}
