package io.stratum.mining.ban;

/**
 * What is banned. Its {@link #text()} is unique, can be parsed again, and may serve as a
 * key in a store; it may contain what a peer chose.
 */
public sealed interface BanSubject {

	/** The longest name of a worker or account in characters. */
	int MAX_NAME = 255;

	/**
	 * An address with all its connections, or a network.
	 *
	 * @param network the address or network
	 */
	record Network(IpNetwork network) implements BanSubject {

		@Override
		public String text() {
			return "address " + this.network;
		}

	}

	/**
	 * A worker as far as it comes from an address. Since anybody can use the name of
	 * anybody, this is how misbehaving workers are banned: who misuses a name bans nobody
	 * but himself.
	 *
	 * @param source the address, or the network that stands for it
	 * @param name the full name of the worker
	 */
	record WorkerAt(IpNetwork source, String name) implements BanSubject {

		/**
		 * Checks the name.
		 */
		public WorkerAt {
			checkName(name);
		}

		@Override
		public String text() {
			return "worker@" + this.source + " " + this.name;
		}

	}

	/**
	 * A worker, wherever it comes from.
	 *
	 * @param name the full name of the worker
	 */
	record Worker(String name) implements BanSubject {

		/**
		 * Checks the name.
		 */
		public Worker {
			checkName(name);
		}

		@Override
		public String text() {
			return "worker " + this.name;
		}

	}

	/**
	 * All workers of an account, wherever they come from.
	 *
	 * @param name the account
	 */
	record Account(String name) implements BanSubject {

		/**
		 * Checks the name.
		 */
		public Account {
			checkName(name);
		}

		@Override
		public String text() {
			return "account " + this.name;
		}

	}

	/**
	 * The subject as text.
	 * @return the kind, a space, and what it is; at most 320 characters
	 */
	String text();

	/**
	 * Parses what {@link #text()} gave.
	 * @param text the text
	 * @return the subject
	 * @throws IllegalArgumentException if it is none
	 */
	static BanSubject parse(String text) {
		int space = text.indexOf(' ');
		String kind = (space > 0) ? text.substring(0, space) : "";
		String value = text.substring(space + 1);
		if (kind.startsWith("worker@")) {
			return new WorkerAt(IpNetwork.parse(kind.substring("worker@".length())), value);
		}
		return switch (kind) {
			case "address" -> new Network(IpNetwork.parse(value));
			case "worker" -> new Worker(value);
			case "account" -> new Account(value);
			default -> throw new IllegalArgumentException(
					"subject: '" + text + "' (expected: address, worker, worker@address or account with a name)");
		};
	}

	/**
	 * Whether a name of a worker or account can be banned. Others can be used to log in,
	 * if the authenticator accepts them.
	 * @param name the name
	 * @return false if it is empty or longer than {@link #MAX_NAME}
	 */
	static boolean isName(String name) {
		return !name.isEmpty() && name.length() <= MAX_NAME;
	}

	private static void checkName(String name) {
		if (!isName(name)) {
			throw new IllegalArgumentException(
					"name: " + name.length() + " characters (expected: 1 to " + MAX_NAME + ")");
		}
	}

}
