package io.stratum.mining.ban;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;

/**
 * Decides when to ban whom, and for how long. Both methods are called on event loops, by
 * several threads, and must not block. They are not called for addresses that are never
 * banned. If one fails, it bans nobody.
 */
public interface BanPolicy {

	/**
	 * A worker began to mine on a session. Not called for one whose name is empty or
	 * longer than {@link BanSubject#MAX_NAME}, which is nothing to ban.
	 * @param worker the worker
	 * @param source where it comes from: an IPv4 address, or the network of an IPv6
	 * address
	 * @return judges its shares, or null if nobody does; a ban hits the worker at this
	 * source only
	 */
	@Nullable ShareJudge watch(Worker worker, IpNetwork source);

	/**
	 * Something happened that may be a reason for a ban.
	 * @param offence what happened
	 * @return for how long its subject is to be banned, more than 0, or null
	 */
	@Nullable Duration offended(Offence offence);

}
