package io.stratum.client.sv2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;

/**
 * The future jobs of a channel and the block that is built on. Confined to the event
 * loop.
 */
final class ChannelJobs {

	/** Beyond this number the oldest future job is forgotten. */
	static final int MAX_FUTURE_JOBS = 16;

	private final Map<Integer, JobTemplate> future = new LinkedHashMap<>();

	private @Nullable SetNewPrevHash tip;

	/**
	 * A job came.
	 * @param template the job
	 * @param minTime the least header time, empty for a future job
	 * @param target the target in force
	 * @return the job if it is active at once, or null
	 * @throws ProtocolException if it is active but there is no block to build on
	 */
	@Nullable Sv2Job add(JobTemplate template, OptionalInt minTime, Target target) throws ProtocolException {
		if (minTime.isEmpty()) {
			this.future.remove(template.id());
			this.future.put(template.id(), template);
			if (this.future.size() > MAX_FUTURE_JOBS) {
				this.future.remove(this.future.keySet().iterator().next());
			}
			return null;
		}
		SetNewPrevHash current = this.tip;
		if (current == null) {
			throw new ProtocolException("active job before SetNewPrevHash: " + Integer.toUnsignedString(template.id())
					+ " (expected: a future job)");
		}
		return new Sv2Job(template, current, minTime.getAsInt(), target);
	}

	/**
	 * There is a new block to build on: the named job becomes active, all others die.
	 * @param message the block
	 * @param target the target in force, which future jobs get, too
	 * @return the job, or null if there is none with this number
	 */
	@Nullable Sv2Job activate(SetNewPrevHash message, Target target) {
		JobTemplate named = this.future.get(message.jobId());
		this.future.clear();
		this.tip = message;
		return (named != null) ? new Sv2Job(named, message, message.minNtime(), target) : null;
	}

}
