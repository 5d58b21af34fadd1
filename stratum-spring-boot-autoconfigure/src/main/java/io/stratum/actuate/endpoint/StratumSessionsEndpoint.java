package io.stratum.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.stratum.mining.Worker;
import io.stratum.session.SessionRegistry;
import io.stratum.session.StratumSession;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * The open sessions, a page at a time; one by its id; and how to disconnect it.
 */
@Endpoint(id = "stratumsessions", defaultAccess = Access.READ_ONLY)
public final class StratumSessionsEndpoint {

	/** The size of a page when none is asked for. */
	static final int DEFAULT_SIZE = 50;

	/** The largest page. */
	static final int MAX_SIZE = 500;

	/** How many workers of a session are listed, when nothing else is asked for. */
	static final int DEFAULT_WORKERS = 100;

	private final SessionRegistry sessions;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Creates the endpoint.
	 * @param sessions the sessions
	 * @param sanitizer hides worker names, addresses and user agents
	 * @param showValues when they are shown
	 */
	public StratumSessionsEndpoint(SessionRegistry sessions, Sanitizer sanitizer, Show showValues) {
		this.sessions = sessions;
		this.sanitizer = sanitizer;
		this.showValues = showValues;
	}

	/**
	 * A page of sessions, in the order of their ids.
	 * @param page the number of the page, from 0
	 * @param size how many sessions, at most 500; 50 by default
	 * @return the page
	 */
	@ReadOperation
	public SessionPage sessions(@Nullable Integer page, @Nullable Integer size) {
		return page(page, size, this.showValues.isShown(true));
	}

	/**
	 * A session with a page of its workers.
	 * @param id its id
	 * @param page the number of the page, from 0
	 * @param size how many workers, at most 500; 100 by default
	 * @return the session, or null if it is not open
	 */
	@ReadOperation
	public @Nullable SessionDescriptor session(@Selector String id, @Nullable Integer page, @Nullable Integer size) {
		return session(id, page, size, this.showValues.isShown(true));
	}

	/**
	 * Disconnects a session.
	 * @param id its id
	 * @return whether it was open
	 */
	@DeleteOperation
	public boolean disconnect(@Selector String id) {
		StratumSession session = this.sessions.find(id);
		if (session == null) {
			return false;
		}
		session.close();
		return true;
	}

	SessionPage page(@Nullable Integer page, @Nullable Integer size, boolean show) {
		Range range = Range.of(page, size, DEFAULT_SIZE);
		List<SessionDescriptor> found = this.sessions.page(range.from(), range.size())
			.stream()
			.map((session) -> describe(session, new Range(0, DEFAULT_WORKERS), show, false))
			.toList();
		return new SessionPage(range.number(), range.size(), this.sessions.size(), found);
	}

	@Nullable SessionDescriptor session(String id, @Nullable Integer page, @Nullable Integer size, boolean show) {
		StratumSession session = this.sessions.find(id);
		return (session != null) ? describe(session, Range.of(page, size, DEFAULT_WORKERS), show, true) : null;
	}

	private SessionDescriptor describe(StratumSession session, Range range, boolean show, boolean detailed) {
		List<WorkerDetails> miners = session.workerDetails(range.from(), range.size());
		Stream<Worker> workers = miners.isEmpty() ? session.workers().stream().skip(range.from()).limit(range.size())
				: miners.stream().map(WorkerDetails::worker);
		return new SessionDescriptor(session.id(), session.listener(), lowerCase(session.transport()),
				lowerCase(session.dialect()), session.connectedAt(), session.difficulty(), session.workerCount(),
				workers.map((worker) -> sanitize("worker", worker.name(), show)).toList(),
				detailed ? miners.stream().map((details) -> describe(details, show)).toList() : null,
				sanitize("remoteAddress", session.remoteAddress(), show),
				sanitize("userAgent", session.userAgent(), show));
	}

	private MinerDescriptor describe(WorkerDetails details, boolean show) {
		return new MinerDescriptor(sanitize("worker", details.worker().name(), show), details.difficulty(),
				details.accepted(), details.rejected(), details.sinceLastShare());
	}

	private String sanitize(String key, Object value, boolean show) {
		return String.valueOf(this.sanitizer.sanitize(new SanitizableData(null, key, value), show));
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * A page of something.
	 *
	 * @param number its number, from 0
	 * @param size how many it has at most
	 */
	private record Range(int number, int size) {

		static Range of(@Nullable Integer number, @Nullable Integer size, int usual) {
			int bounded = Math.max(1, Math.min(MAX_SIZE, (size != null) ? size : usual));
			return new Range(Math.max(0, Math.min(Integer.MAX_VALUE / bounded, (number != null) ? number : 0)),
					bounded);
		}

		int from() {
			return this.number * this.size;
		}

	}

	/**
	 * A page of sessions.
	 *
	 * @param page its number, from 0
	 * @param size how many sessions it has at most
	 * @param total how many sessions are open
	 * @param sessions the sessions
	 */
	public record SessionPage(int page, int size, int total,
			List<SessionDescriptor> sessions) implements OperationResponseBody {

	}

	/**
	 * A session.
	 *
	 * @param id its id
	 * @param listener the listener it came by
	 * @param transport its transport
	 * @param dialect its dialect
	 * @param connectedAt when it began
	 * @param difficulty the difficulty of its newest job, 0 before the first
	 * @param workerCount how many workers are authorized
	 * @param workers the names of some of them, if they may be shown: on a page of
	 * sessions those of the first 100
	 * @param miners the same ones if they are miners behind an agent, otherwise empty;
	 * null on a page of sessions
	 * @param remoteAddress where the peer is, if it may be shown
	 * @param userAgent what the client calls itself, if it may be shown
	 */
	public record SessionDescriptor(String id, String listener, String transport, String dialect, Instant connectedAt,
			double difficulty, int workerCount, List<String> workers, @Nullable List<MinerDescriptor> miners,
			String remoteAddress, String userAgent) implements OperationResponseBody {

	}

	/**
	 * A miner behind an agent.
	 *
	 * @param worker its name, if it may be shown
	 * @param difficulty the difficulty that it was told last
	 * @param accepted how many of its shares were accepted on this session
	 * @param rejected how many were not
	 * @param sinceLastShare how long ago the last share was accepted, or null
	 */
	public record MinerDescriptor(String worker, double difficulty, long accepted, long rejected,
			@Nullable Duration sinceLastShare) {

	}

}
