package io.stratum.room;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Runs short steps later, on a thread that nothing blocks.
 */
@FunctionalInterface
public interface Alarm {

	/**
	 * Runs a step later.
	 * @param delay how much later
	 * @param step what to run; must not block
	 * @return cancels the step
	 */
	Future<?> after(Duration delay, Runnable step);

}
