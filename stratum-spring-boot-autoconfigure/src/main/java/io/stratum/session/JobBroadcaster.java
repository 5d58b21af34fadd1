package io.stratum.session;

import io.stratum.engine.WorkListener;
import io.stratum.mining.job.Work;

/**
 * Takes new work to all sessions: one task per loop; tells listeners how long it took.
 */
public final class JobBroadcaster implements WorkListener {

	/** A session that takes jobs; implemented by the sessions of all dialects. */
	public interface JobReceiver {

		/**
		 * On the session's loop: send the current job of the session's payout, if it has
		 * one; latest wins while unwritable or quiet.
		 */
		void workPublished(Work work);

		/** On the session's loop, once per sweep when work is too old. */
		void workExpired();

	}

	@Override
	public void workPublished(Work work) {
		throw new UnsupportedOperationException();
	}

}
