package io.stratum.session;

import java.util.concurrent.Executor;

/**
 * The event loop that owns a connection for its life. Equal for all connections of one
 * loop.
 */
public interface Loop extends Executor {

	/**
	 * Whether the calling thread is this loop.
	 * @return true on the loop
	 */
	boolean inLoop();

}
