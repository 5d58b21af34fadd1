package io.stratum.server;

import java.util.concurrent.Executor;

/**
 * The event loops that connections are pinned to.
 */
public interface ConnectionLoops {

	/**
	 * A loop for a connection that has none of its own; all loops in turn.
	 * @return the loop
	 */
	ConnectionLoop next();

	/**
	 * The loop that an event loop of the transport library is.
	 * @param eventLoop the event loop
	 * @return the loop, the same for the same event loop
	 * @throws IllegalArgumentException if it is no event loop of the library
	 */
	ConnectionLoop of(Executor eventLoop);

}
