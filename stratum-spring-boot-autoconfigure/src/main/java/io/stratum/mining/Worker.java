package io.stratum.mining;

/**
 * An authorized worker.
 *
 * @param name the full name as the miner sent it, such as {@code address.rig1}; it is
 * untrusted text of at most 255 characters
 * @param account the part that is paid: the name up to its first {@code .} or {@code _},
 * or what the {@link WorkerAuthenticator} put in its place
 */
public record Worker(String name, String account) {

	/**
	 * The worker of a name, with the account taken from it.
	 * @param name the full name
	 * @return the worker
	 */
	public static Worker of(String name) {
		int end = 0;
		while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '_') {
			end++;
		}
		return new Worker(name, name.substring(0, end));
	}

}
