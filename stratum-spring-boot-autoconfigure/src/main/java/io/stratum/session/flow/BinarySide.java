package io.stratum.session.flow;

import java.util.List;

import io.netty.buffer.ByteBuf;

import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.protocol.ProtocolException;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * What binary frames between the lines of a session mean: the miners behind an agent.
 * Used on the loop only, except {@link #size()}, {@link #workers()} and
 * {@link #workerDetails}, which are safe for use by any thread.
 */
public interface BinarySide {

	/**
	 * Whether the next bytes belong to a frame that was begun.
	 * @return false between frames
	 */
	boolean hasPartialFrame();

	/**
	 * Takes a frame, or a part of one, and handles it.
	 * @param in bytes; read up to the end of the frame
	 * @return false if more bytes are needed
	 * @throws ProtocolException if the end of the frame cannot be known
	 */
	boolean receive(ByteBuf in) throws ProtocolException;

	/**
	 * How many frames wait for their answer.
	 * @return the number
	 */
	int pendingReplies();

	/**
	 * Whether so many answers are pending that reading should stop.
	 * @return true until enough of them are written
	 */
	boolean isFull();

	/**
	 * How many miners are registered.
	 * @return the number
	 */
	int size();

	/**
	 * Gives a job to the channel and writes it, with what must go before it.
	 * @param channel the channel that the miners share
	 * @param job the job
	 * @param clean whether earlier jobs are worthless
	 * @return the difficulty that new miners start at
	 */
	double issue(MiningChannel channel, Job job, boolean clean);

	/**
	 * Sends the newest job once more if the agent may think the server is gone, since it
	 * has not been sent any for so long.
	 * @param channel the channel
	 * @param nowNanos the monotonic time
	 */
	void repeatJob(MiningChannel channel, long nowNanos);

	/** Writes what was held back to go out together. */
	void endBurst();

	/**
	 * The miners.
	 * @return a snapshot
	 */
	List<Worker> workers();

	/**
	 * The details of some of the miners.
	 * @param from how many to leave out
	 * @param count how many at most
	 * @return a snapshot
	 */
	List<WorkerDetails> workerDetails(int from, int count);

	/** The session has ended. */
	void closed();

}
