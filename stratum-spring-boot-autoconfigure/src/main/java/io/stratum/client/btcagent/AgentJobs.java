package io.stratum.client.btcagent;

import io.stratum.client.NotifyParams;
import io.stratum.protocol.ProtocolException;

/**
 * The rule that jobs for agents have to keep.
 */
final class AgentJobs {

	private static final int MAX_ID = 255;

	private AgentJobs() {
	}

	/** A share names its job by one byte. */
	static NotifyParams checked(NotifyParams job) throws ProtocolException {
		String id = job.jobId();
		if (!id.matches("[0-9]{1,3}") || Integer.parseInt(id) > MAX_ID) {
			throw new ProtocolException(
					"job id: \"" + id.replaceAll("\\p{Cntrl}", " ") + "\" (expected: 0 to " + MAX_ID + ")");
		}
		return job;
	}

}
