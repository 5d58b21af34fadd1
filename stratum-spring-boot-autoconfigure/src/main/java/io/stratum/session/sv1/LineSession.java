package io.stratum.session.sv1;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionSettings;
import io.stratum.session.flow.TimedSession;

/**
 * The sending half of a Stratum V1 session: its lines, those on its own account, and the
 * calls that wait for the peer's response.
 */
abstract class LineSession extends TimedSession {

	private static final System.Logger logger = System.getLogger(LineSession.class.getName());

	private final LineOutput output;

	private @Nullable ServerCalls calls;

	LineSession(Environment environment, Connection connection, SessionSettings settings) {
		super(environment, connection, settings);
		this.output = new LineOutput(connection, settings.maxOutboundBytes());
	}

	LineOutput output() {
		return this.output;
	}

	SessionObserver events() {
		return observer();
	}

	SessionSettings limits() {
		return settings();
	}

	Connection transportConnection() {
		return connection();
	}

	long now() {
		return nanoTime();
	}

	void debug(String text) {
		if (logger.isLoggable(System.Logger.Level.DEBUG)) {
			logger.log(System.Logger.Level.DEBUG, "Session " + id() + ": " + text);
		}
	}

	/**
	 * Whether a line that answers nothing can go out now.
	 */
	boolean canSendUnsolicited() {
		return !this.output.isQuiet() && connection().isWritable();
	}

	@Override
	public void written() {
		this.output.flush();
		checkOutbound();
	}

	void answered(Sv1Response response) {
		if (this.calls != null) {
			this.calls.answered(response);
		}
	}

	void expireCalls(long nowNanos) {
		if (this.calls != null) {
			this.calls.expire(nowNanos);
		}
	}

	@Override
	protected void release() {
		super.release();
		this.output.release();
		if (this.calls != null) {
			this.calls.fail();
		}
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		byte[] line = ServerCalls.encode(null, method, params);
		onLoop(() -> unsolicited(line));
	}

	@Override
	public CompletionStage<@Nullable Object> call(String method, @Nullable Object... params) {
		ServerCalls.encode(null, method, params);
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		if (!onLoop(() -> call(result, method, params))) {
			ServerCalls.closed(result);
		}
		return result;
	}

	private void call(CompletableFuture<@Nullable Object> result, String method, @Nullable Object[] params) {
		if (!isOpen()) {
			ServerCalls.closed(result);
			return;
		}
		if (this.calls == null) {
			this.calls = new ServerCalls();
		}
		unsolicited(this.calls.add(result, nanoTime() + settings().callTimeout().toNanos(), method, params));
	}

	private void unsolicited(byte[] line) {
		if (isOpen()) {
			if (this.output.unsolicited(line)) {
				checkOutbound();
			}
			else {
				close(CloseReason.SLOW);
			}
		}
	}

}
