package io.stratum.node;

import java.util.Locale;

/**
 * Why a node did not do what it was asked. Each kind has one line in the log when it
 * begins, and its own tag in meters and health.
 */
public enum NodeFailure {

	/** Nobody listens: the node is stopped, or starts, or the address is wrong. */
	REFUSED,

	/** No answer in time: the node hangs, or the network is gone. */
	TIMEOUT,

	/** The connection ended before the answer did. */
	BROKEN,

	/** HTTP 401: no or wrong credentials, or a cookie that cannot be read. */
	UNAUTHORIZED(true),

	/** HTTP 403: the node allows neither the address nor the method. */
	FORBIDDEN(true),

	/** HTTP 503: all threads of the node are busy. */
	BUSY,

	/** Error -28: the node starts. */
	WARMING_UP,

	/** Error -9: the node has no peer. */
	NOT_CONNECTED,

	/** Error -10: the node is in its initial sync. */
	INITIAL_SYNC,

	/** Any other error of the called method. */
	ERROR,

	/** The answer is not what it must be. */
	MALFORMED,

	/** The chain has rules that are not known here. */
	UNSUPPORTED(true),

	/** The node is on another chain than it should be. */
	WRONG_CHAIN(true),

	/** The chain of the node lacks the block that is being built upon. */
	BEHIND;

	private final boolean configuration;

	NodeFailure() {
		this(false);
	}

	NodeFailure(boolean configuration) {
		this.configuration = configuration;
	}

	/**
	 * Whether someone has to change a configuration before it can go away.
	 * @return true for a mistake, false for what passes
	 */
	public boolean isConfiguration() {
		return this.configuration;
	}

	/**
	 * How the kind is called in meters.
	 * @return a word
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static NodeFailure ofCode(long code) {
		return switch ((int) code) {
			case -28 -> WARMING_UP;
			case -9 -> NOT_CONNECTED;
			case -10 -> INITIAL_SYNC;
			default -> ERROR;
		};
	}

}
