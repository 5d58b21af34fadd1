package io.stratum.session.sv1;

import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.ProtocolException;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession;
import io.stratum.session.StratumSession.WorkerDetails;
import io.stratum.session.flow.TimedSession;

/**
 * What sessions need to serve agents: BTCAgent puts binary frames between the lines of a
 * session and has its own way of jobs. Implemented outside of this package.
 */
public interface AgentSupport {

	/** The first byte of a frame; no JSON begins with it. */
	int MAGIC = 0x7f;

	/**
	 * Whether a client is an agent.
	 * @param userAgent what it calls itself
	 * @return whether to treat it so
	 */
	boolean recognizes(String userAgent);

	/**
	 * Makes the binary side of a session.
	 * @param host the session
	 * @return its binary side
	 */
	Peer open(Host host);

	/**
	 * The binary side of a session. Used on the loop only, except {@link #workers()} and
	 * {@link #workerDetails}.
	 */
	interface Peer {

		/**
		 * Whether the next bytes belong to a frame that was begun.
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
		 * Whether so many answers are pending that reading should stop.
		 */
		boolean isFull();

		/**
		 * How many miners are registered.
		 */
		int size();

		/**
		 * The difficulty that the agent tells new miners.
		 */
		double startDifficulty();

		/**
		 * Sends a job with what must go before it.
		 * @param id the id on the wire
		 * @param job the job
		 * @param clean whether earlier jobs are worthless
		 */
		void sendJob(long id, Job job, boolean clean);

		/**
		 * Whether the agent has not been sent a job for so long that it may think the
		 * server is gone.
		 */
		boolean needsJob(long nowNanos);

		/**
		 * Writes what was held back to go out together.
		 */
		void endBurst();

		/**
		 * The miners. Safe for use by any thread, as is {@link #size()}.
		 */
		List<Worker> workers();

		/**
		 * The details of some of the miners. Safe for use by any thread.
		 * @param from how many to leave out
		 * @param count how many at most
		 */
		List<WorkerDetails> workerDetails(int from, int count);

		/**
		 * The session has ended.
		 */
		void closed();

	}

	/**
	 * The binary side of a session, as the handlers of messages need it.
	 * @param session a session of {@link Sv1SessionFactory}
	 * @return the session as its binary side sees it, begun if need be; null if its
	 * listener serves no agents
	 */
	static @Nullable Host host(StratumSession session) {
		Sv1Session own = (Sv1Session) session;
		return own.takesFrames() ? own.openAgentSide() : null;
	}

	/**
	 * A session as its binary side sees it. Used on the loop only.
	 */
	interface Host {

		/**
		 * The session.
		 */
		TimedSession session();

		/**
		 * The binary side.
		 */
		Peer peer();

		/**
		 * Whether the client is an agent.
		 */
		boolean isAgent();

		/** Ends the session for a reason. */
		void close(CloseReason reason);

		/** The table of handlers. */
		MessageHandlers handlers();

		/** The connection. */
		Connection connection();

		/** The limits. */
		SessionSettings limits();

		/** Who hears of the session. */
		SessionObserver events();

		/** The monotonic time. */
		long now();

		/** Logs something about the session, for who looks for it. */
		void debug(String text);

		/**
		 * Writes a binary frame or several.
		 * @param frames released by the session
		 */
		void writeFrames(ByteBuf frames);

		/**
		 * Writes a line that many sessions share.
		 * @param line released by the session
		 */
		void writeLine(ByteBuf line);

		/** Writes a notification. */
		void writeNotification(String method, Object param);

		/** The channel, once subscribed. */
		@Nullable MiningChannel channel();

		/** The worker that was authorized first, whom everything is paid to. */
		@Nullable Worker account();

		/** The job that was sent last. */
		@Nullable Job currentJob();

		/** The version bits that were negotiated. */
		int versionMask();

		/** The limits of difficulties, with the start that was asked for. */
		DifficultyLimits startLimits();

	}

}
