package io.stratum.engine.share;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.DifficultyOwner;

/**
 * Who handed in a share.
 *
 * @param name the name that came with the share; untrusted text
 * @param worker the worker, or null if it is not authorized on the session
 * @param standing how the worker stands on the session, or null if that does not matter
 * @param difficulty whose difficulty follows the share: the channel, or one of its miners
 * @param listener the name of the listener the session came by
 * @param loop where the verdict of a costly proof of work is judged, in order
 */
public record Submitter(String name, @Nullable Worker worker, @Nullable WorkerStanding standing,
		DifficultyOwner difficulty, String listener, Executor loop) {

}
