package io.stratum.mining.ban;

import java.time.Instant;
import java.util.Collection;

/**
 * Where bans are kept, so that they outlive a restart, or are shared by the servers of a
 * pool. Methods may block: they are called on a thread of their own, one at a time. One
 * that takes longer than {@code stratum.ban.store-timeout} is interrupted; until it
 * returns the store counts as failing, and no other is called. A server decides by its
 * own copy, to which it {@linkplain #load loads} the bans every
 * {@code stratum.ban.refresh-interval}; it never waits for the store when a peer connects
 * or a worker logs in, and goes on with its copy while the store fails. What could not be
 * saved or removed is tried again after the next load, so each call must be harmless
 * twice.
 */
public interface BanStore {

	/**
	 * Keeps a ban, in the place of one of the same subject. Saving a ban again must be
	 * harmless.
	 * @param ban the ban, which carries its end
	 * @throws Exception if that fails
	 */
	void save(Ban ban) throws Exception;

	/**
	 * Forgets the ban of a subject, if there is one.
	 * @param subject the subject
	 * @throws Exception if that fails
	 */
	void remove(BanSubject subject) throws Exception;

	/**
	 * The bans that have not ended. Those that have may be forgotten.
	 * @param now the time of day
	 * @return the bans; a server takes no more than {@code stratum.ban.max-bans} of them
	 * @throws Exception if that fails
	 */
	Collection<Ban> load(Instant now) throws Exception;

}
