package io.stratum;

import java.util.Set;

/**
 * The threads that were started since this was created. Others may be left by tests that
 * ran before in the same virtual machine, for instance those of cached contexts.
 */
public final class NewThreads {

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	/** How many live ones have a name that starts with a prefix. */
	public long count(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread) && thread.getName().startsWith(prefix))
			.count();
	}

	/**
	 * How many live ones, which are no daemons, have a name that starts with a prefix.
	 */
	public long countNonDaemons(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread) && !thread.isDaemon()
					&& thread.getName().startsWith(prefix))
			.count();
	}

}
