package io.stratum.session.btcagent;

import io.stratum.mining.Worker;

/**
 * Names of the miners behind an agent. They come through the agent from anybody.
 */
final class WorkerNames {

	private static final String NAMELESS = "__default__";

	private static final int MAX_LENGTH = 255;

	/** Bounds the memory of an agent with many miners. */
	private static final int MAX_WORKER_LENGTH = 64;

	private WorkerNames() {
	}

	/**
	 * The full name of a miner: sub-account, dot, then what is left of its own name.
	 * @param account the worker of the sub-account
	 * @param name the name that the agent gave
	 * @return at most 255 characters
	 */
	static String of(Worker account, String name) {
		StringBuilder full = new StringBuilder(account.name()).append('.');
		int start = full.length();
		int end = start + MAX_WORKER_LENGTH;
		for (int i = 0; i < name.length() && full.length() < end; i++) {
			if (isAllowed(name.charAt(i))) {
				full.append(name.charAt(i));
			}
		}
		if (full.length() == start) {
			full.append(NAMELESS);
		}
		full.setLength(Math.min(full.length(), MAX_LENGTH));
		return full.toString();
	}

	private static boolean isAllowed(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "/.-_:|^".indexOf(c) >= 0;
	}

}
