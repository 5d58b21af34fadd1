package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.Notify;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Subscription;
import io.stratum.protocol.sv1.Sv1Notification.Reconnect;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetExtranonce;
import io.stratum.protocol.sv1.Sv1Notification.SetVersionMask;
import io.stratum.protocol.sv1.Sv1Notification.ShowMessage;
import io.stratum.protocol.sv1.VersionRolling;
import io.stratum.session.StratumErrorException;

/**
 * A connection as a miner sees it. The usual order is
 * {@linkplain #configureVersionRolling(int) configure}, {@linkplain #subscribe()
 * subscribe}, {@linkplain #authorize(String, String) authorize}; then jobs come to the
 * {@link MinerListener}. Safe for use from any thread.
 */
public final class MinerSession {

	/** The server cannot do anything with it; by BIP310 it is for diagnostics. */
	private static final int MIN_BIT_COUNT = 2;

	private final String userAgent;

	private final MinerListener listener;

	private @Nullable StratumConnection connection;

	private volatile @Nullable Subscription subscription;

	private volatile double difficulty = 1;

	private volatile int versionMask;

	private volatile @Nullable MinerJob job;

	MinerSession(String userAgent, MinerListener listener) {
		this.userAgent = userAgent;
		this.listener = listener;
	}

	StratumListener messages() {
		return new Messages();
	}

	MinerSession attach(StratumConnection connection) {
		this.connection = connection;
		return this;
	}

	/**
	 * The connection, for what has no method here.
	 * @return the connection
	 */
	public StratumConnection connection() {
		StratumConnection connection = this.connection;
		if (connection == null) {
			throw new IllegalStateException("not connected");
		}
		return connection;
	}

	/**
	 * Asks for version rolling (BIP310).
	 * @param mask the bits that the miner can roll
	 * @return the bits that it may roll, 0 if the server does not know of it, or refuses
	 */
	public Mono<Integer> configureVersionRolling(int mask) {
		Object[] params = new VersionRolling(mask).params(MIN_BIT_COUNT).toArray();
		Mono<Object> answer = connection().call("mining.configure", params)
			.onErrorResume(StratumErrorException.class, (ex) -> Mono.empty())
			.defaultIfEmpty(Map.of());
		return answer.handle((result, sink) -> {
			try {
				this.versionMask = VersionRolling.granted(result).mask() & mask;
				sink.next(this.versionMask);
			}
			catch (ProtocolException ex) {
				sink.error(broken(ex));
			}
		});
	}

	/**
	 * Subscribes to jobs.
	 * @return the extranonce
	 */
	public Mono<Subscription> subscribe() {
		return subscribe(null);
	}

	/**
	 * Subscribes to jobs and asks to resume an earlier session, so that its extranonce
	 * stays valid.
	 * @param sessionId what {@link Subscription#sessionId()} said then, or null
	 * @return the extranonce; another one than before if the session could not be resumed
	 */
	public Mono<Subscription> subscribe(@Nullable String sessionId) {
		Object[] params = (sessionId != null) ? new Object[] { this.userAgent, sessionId }
				: new Object[] { this.userAgent };
		Mono<Subscription> subscribed = connection().call("mining.subscribe", params).handle((result, sink) -> {
			try {
				Subscription subscription = Subscription.decode(result);
				this.subscription = subscription;
				sink.next(subscription);
			}
			catch (ProtocolException ex) {
				sink.error(broken(ex));
			}
		});
		return subscribed.switchIfEmpty(
				Mono.error(() -> broken(new ProtocolException("subscribe result: null (expected: a list)"))));
	}

	/**
	 * Authorizes a worker.
	 * @param worker its name
	 * @param password its password
	 * @return whether it may mine; fails with {@link StratumErrorException} if the server
	 * says why not
	 */
	public Mono<Boolean> authorize(String worker, String password) {
		return connection().call("mining.authorize", worker, password)
			.map(Boolean.TRUE::equals)
			.defaultIfEmpty(Boolean.FALSE);
	}

	/**
	 * Submits a share.
	 * @param share the share
	 * @return whether it was accepted; fails with {@link StratumErrorException} if the
	 * server says why not
	 */
	public Mono<Boolean> submit(ShareSubmission share) {
		List<Object> params = new ArrayList<>(6);
		params.add(share.worker());
		params.add(share.jobId());
		params.add(HexFormat.of().formatHex(share.extranonce2()));
		params.add(hex(share.time()));
		params.add(hex(share.nonce()));
		if (share.versionBits() != null) {
			params.add(hex(share.versionBits()));
		}
		return connection().call("mining.submit", params.toArray())
			.map(Boolean.TRUE::equals)
			.defaultIfEmpty(Boolean.FALSE);
	}

	/**
	 * The newest job.
	 * @return the job, or null before the first
	 */
	public @Nullable MinerJob job() {
		return this.job;
	}

	/**
	 * The difficulty of the next job.
	 * @return the difficulty, 1 until the server sets it
	 */
	public double difficulty() {
		return this.difficulty;
	}

	/**
	 * Closes the connection.
	 */
	public void close() {
		connection().close();
	}

	private StratumConnectionException broken(ProtocolException cause) {
		connection().close();
		return new StratumConnectionException("the server broke the protocol: " + cause.getMessage(), cause);
	}

	private static String hex(int number) {
		return HexFormat.of().toHexDigits(number);
	}

	/** Follows the messages of the server; on the event loop. */
	private final class Messages implements StratumListener {

		@Override
		public void notified(StratumConnection connection, StratumRequest message) throws ProtocolException {
			switch (message.method()) {
				case Notify.METHOD -> jobReceived(Notify.decode(message));
				case SetDifficulty.METHOD -> MinerSession.this.difficulty = SetDifficulty.decode(message).difficulty();
				case SetExtranonce.METHOD -> extranonceChanged(SetExtranonce.decode(message));
				case SetVersionMask.METHOD -> MinerSession.this.versionMask = SetVersionMask.decode(message).mask();
				case Reconnect.METHOD -> reconnectRequested(Reconnect.decode(message));
				case ShowMessage.METHOD -> messageShown(ShowMessage.decode(message));
				default -> {
				}
			}
		}

		/** Before the subscription a job cannot be mined: the extranonce is missing. */
		private void jobReceived(Notify params) {
			Subscription subscription = MinerSession.this.subscription;
			if (subscription != null) {
				MinerJob job = new MinerJob(params, subscription, MinerSession.this.difficulty,
						MinerSession.this.versionMask);
				MinerSession.this.job = job;
				MinerSession.this.listener.jobReceived(job);
			}
		}

		private void extranonceChanged(SetExtranonce changed) {
			Subscription subscription = MinerSession.this.subscription;
			MinerSession.this.subscription = (subscription != null) ? subscription.with(changed)
					: new Subscription(null, changed.extranonce1(), changed.extranonce2Size());
		}

		private void reconnectRequested(Reconnect request) {
			MinerSession.this.listener.reconnectRequested(
					new ReconnectRequest(request.host(), request.port(), Duration.ofSeconds(request.waitSeconds())));
		}

		private void messageShown(@Nullable ShowMessage message) {
			if (message != null) {
				MinerSession.this.listener.messageShown(message.text());
			}
		}

		@Override
		public void closed(StratumConnection connection, @Nullable Throwable cause) {
			MinerSession.this.listener.closed(cause);
		}

	}

}
