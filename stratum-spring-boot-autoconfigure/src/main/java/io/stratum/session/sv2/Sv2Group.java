package io.stratum.session.sv2;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.job.Job;

/**
 * A group channel: the channels of a connection that share a payout, and so a coinbase.
 * The length of the extranonce is the same for all channels of a server.
 */
final class Sv2Group {

	/** The id of the first group, by which most connections share the bytes of a job. */
	static final int FIRST_ID = 1;

	private final int id;

	private final Set<Sv2Channel> members = new LinkedHashSet<>(4);

	private final PayoutGroup payout;

	private @Nullable Job sent;

	Sv2Group(int id, PayoutGroup payout) {
		this.id = id;
		this.payout = payout;
	}

	int id() {
		return this.id;
	}

	Set<Sv2Channel> members() {
		return this.members;
	}

	PayoutGroup payout() {
		return this.payout;
	}

	/** The job of the newest work that was sent to members. */
	@Nullable Job sent() {
		return this.sent;
	}

	void sent(Job job) {
		this.sent = job;
	}

}
