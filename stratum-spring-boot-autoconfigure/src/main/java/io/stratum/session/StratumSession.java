package io.stratum.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;

/**
 * A connected peer of any dialect. What it can be sent depends on the dialect: a peer
 * that speaks JSON is a {@link JsonPeer}, one that speaks Stratum V2 is an
 * {@code Sv2Peer}. Safe for use from any thread.
 */
public interface StratumSession {

	/**
	 * Unique among the live sessions of all servers of a pool.
	 * @return 8 hexadecimal digits: the node id, then a number
	 */
	String id();

	/**
	 * Where the peer is.
	 * @return the address
	 */
	InetSocketAddress remoteAddress();

	/**
	 * The name of the listener.
	 * @return the name
	 */
	String listener();

	/**
	 * The transport.
	 * @return the transport
	 */
	Transport transport();

	/**
	 * The dialect.
	 * @return the dialect
	 */
	Dialect dialect();

	/**
	 * When the peer connected.
	 * @return the time
	 */
	Instant connectedAt();

	/**
	 * What the client calls itself.
	 * @return untrusted text, empty until known
	 */
	String userAgent();

	/**
	 * The workers that are authorized.
	 * @return a snapshot
	 */
	Collection<Worker> workers();

	/**
	 * How many workers are authorized. Cheaper than the workers themselves, of which an
	 * agent may have tens of thousands.
	 * @return the number
	 */
	default int workerCount() {
		return workers().size();
	}

	/**
	 * Miners behind an agent, in the order of the numbers that the agent gave them.
	 * @param from how many to leave out
	 * @param count how many at most
	 * @return a snapshot; empty for other sessions
	 */
	default List<WorkerDetails> workerDetails(int from, int count) {
		return List.of();
	}

	/**
	 * The difficulty of the newest job.
	 * @return the difficulty, 0 before the first job
	 */
	double difficulty();

	/**
	 * Values kept with the session, for handlers. Safe for use by several threads.
	 * @return a live map
	 */
	Map<String, Object> attributes();

	/**
	 * Whether the session is open.
	 * @return false once it is closed
	 */
	boolean isOpen();

	/**
	 * Sends what was queued, then closes.
	 */
	void close();

	/**
	 * Does something on the session's loop, soon.
	 * @param task what to do; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
	 */
	void execute(Runnable task);

	/**
	 * Registers something to do when the session ended; done at once if it did.
	 * @param action what to do; runs on the session's loop or the caller's thread
	 */
	void onClose(Runnable action);

	/**
	 * What is known of one of the miners behind an agent.
	 *
	 * @param worker the worker
	 * @param difficulty the difficulty that it was told last
	 * @param accepted how many of its shares were accepted on this session
	 * @param rejected how many were not
	 * @param sinceLastShare how long ago the last share was accepted, or null
	 */
	record WorkerDetails(Worker worker, double difficulty, long accepted, long rejected,
			@Nullable Duration sinceLastShare) {

	}

}
