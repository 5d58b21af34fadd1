package io.stratum.client.btcagent;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import io.stratum.client.ClientLink;
import io.stratum.client.PendingAnswers;
import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.ByteConnection;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.btcagent.AgentEncoder;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentMessage.RegisterWorker;
import io.stratum.protocol.btcagent.AgentMessage.SubmitResponse;
import io.stratum.protocol.btcagent.AgentMessage.SubmitShare;
import io.stratum.protocol.btcagent.AgentMessage.UnregisterWorker;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.protocol.sv1.Notify;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetVersionMask;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * One connection of an agent. All its state changes on the event loop.
 */
final class AgentLink extends ClientLink {

	private static final Log logger = LogFactory.getLog(AgentLink.class);

	private static final int MAX_JOB_ID = 255;

	private final AgentListener listener;

	private final AgentDialogue dialogue;

	private final AgentStream stream;

	private final RegisteredWorkers workers = new RegisteredWorkers();

	private final PendingAnswers<Integer, @Nullable Void> submits;

	private final SilenceWatch silence;

	private @Nullable MonoSink<AgentLink> opening;

	private boolean probed;

	private byte @Nullable [] poolSession;

	private double firstDifficulty;

	private int versionMask;

	private int submitted;

	private @Nullable Notify job;

	AgentLink(ByteConnection bytes, AgentSetup setup, AgentListener listener) {
		super(bytes);
		this.listener = listener;
		this.dialogue = new AgentDialogue(setup);
		this.stream = new AgentStream(bytes.settings().maxLineLength(), this::line, this::frame);
		this.submits = new PendingAnswers<>(bytes, "shares");
		this.silence = new SilenceWatch(bytes);
	}

	Mono<AgentLink> open() {
		return this.<AgentLink>onLoop((sink) -> {
			this.opening = sink;
			this.silence.start();
			bytes().send(this.dialogue::writeProbe, true);
			Duration limit = bytes().settings().requestTimeout();
			bytes().schedule(() -> endOpening(limit), limit);
		}).doOnCancel(bytes()::close);
	}

	private void endOpening(Duration limit) {
		if (this.opening != null) {
			bytes().fail(new StratumConnectionException("the agent is not authorized within " + limit, null));
		}
	}

	RegisteredWorkers workers() {
		return this.workers;
	}

	private void send(AgentMessage message) {
		bytes().send((out) -> AgentEncoder.encode(message, out), false);
	}

	Mono<RegisteredWorker> register(String userAgent, String name) {
		return onLoop((sink) -> {
			byte[] pool = this.poolSession;
			if (pool == null) {
				throw new IllegalStateException("the agent is not authorized");
			}
			RegisteredWorker worker = new RegisteredWorker(this, this.workers.nextSession(), name, pool);
			send(new RegisterWorker(worker.session(), userAgent, name));
			worker.setDifficulty(this.firstDifficulty);
			this.workers.add(worker);
			sink.success(worker);
			giveJob(worker);
		});
	}

	void unregister(RegisteredWorker worker) {
		bytes().tryExecute(() -> {
			if (this.workers.remove(worker)) {
				send(new UnregisterWorker(worker.session()));
			}
		});
	}

	Mono<Void> submit(RegisteredWorker worker, SubmitShare share) {
		return onLoop((sink) -> {
			if (!this.workers.contains(worker)) {
				throw new StratumConnectionException("worker " + worker.session() + " has left", null);
			}
			this.submits.checkRoom();
			send(share);
			int index = this.submitted++ & 0xffff;
			if (this.dialogue.hasSubmitResponses()) {
				this.submits.add(index, "response to the share", sink, (answer) -> answer);
			}
			else {
				sink.success();
			}
		});
	}

	@Override
	public void received(ByteBuf in) throws ProtocolException {
		this.silence.heard();
		while (bytes().failure() == null && in.isReadable()) {
			this.stream.read(in);
		}
	}

	@Override
	public void endOfFrame() throws ProtocolException {
		this.stream.endOfFrame();
	}

	private void line(Sv1Message message) throws ProtocolException {
		if (!this.probed) {
			// any line will do
			this.probed = true;
			bytes().send(this.dialogue::writeRequests, true);
		}
		else if (message instanceof Sv1Response response) {
			answered(response);
		}
		else if (message instanceof StratumRequest notification) {
			notified(notification);
		}
	}

	private void answered(Sv1Response response) throws ProtocolException {
		try {
			this.dialogue.answered(response);
		}
		catch (StratumErrorException ex) {
			bytes().fail(ex);
			return;
		}
		MonoSink<AgentLink> waiting = this.opening;
		byte[] pool = this.dialogue.poolSession();
		if (waiting != null && pool != null) {
			this.opening = null;
			this.poolSession = pool;
			this.silence.authorized();
			waiting.success(this);
		}
	}

	/**
	 * Other methods, {@code client.reconnect} among them, mean nothing to an agent.
	 */
	private void notified(StratumRequest message) throws ProtocolException {
		switch (message.method()) {
			case Notify.METHOD -> {
				this.job = checked(Notify.decode(message));
				this.workers.all().forEach(this::giveJob);
			}
			case SetDifficulty.METHOD -> firstDifficulty(SetDifficulty.decode(message).difficulty());
			case SetVersionMask.METHOD -> this.versionMask = SetVersionMask.decode(message).mask();
			default -> {
			}
		}
	}

	/** A share names its job by one byte. */
	private static Notify checked(Notify job) throws ProtocolException {
		String id = job.jobId();
		if (!id.matches("[0-9]{1,3}") || Integer.parseInt(id) > MAX_JOB_ID) {
			throw new ProtocolException(
					"job id: \"" + id.replaceAll("\\p{Cntrl}", " ") + "\" (expected: 0 to " + MAX_JOB_ID + ")");
		}
		return job;
	}

	/** Only the first one counts: later ones come as frames. */
	private void firstDifficulty(double difficulty) {
		if (this.firstDifficulty == 0) {
			this.firstDifficulty = difficulty;
			this.workers.all().forEach((worker) -> worker.setDifficulty(difficulty));
		}
	}

	private void giveJob(RegisteredWorker worker) {
		Notify current = this.job;
		if (current != null && worker.difficulty() > 0) {
			int mask = this.dialogue.isVersionRolling() ? this.versionMask : 0;
			tell(() -> this.listener.jobReceived(worker, worker.give(current, mask)));
		}
	}

	private void frame(AgentMessage message) throws ProtocolException {
		if (this.poolSession == null) {
			throw new ProtocolException("frame before authorization (expected: a line)");
		}
		if (message instanceof SubmitResponse response) {
			answered(response.index(), response.status());
		}
		else if (message instanceof AgentMessage.SetDifficulty change) {
			double difficulty = Math.scalb(1.0, change.exponent());
			for (int session : change.sessions()) {
				RegisteredWorker worker = this.workers.worker(session);
				if (worker != null) {
					worker.setDifficulty(difficulty);
					tell(() -> this.listener.difficultyChanged(worker));
				}
			}
		}
	}

	private void answered(int index, int status) throws ProtocolException {
		if (AgentStatus.isAccepted(status)) {
			this.submits.answer(index, null);
		}
		else {
			String text = "status " + Integer.toUnsignedString(status);
			this.submits.refuse(index, new StratumErrorException(StratumError.of(status, text)));
		}
	}

	private void tell(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a message of the pool", ex);
		}
	}

	@Override
	public void terminated(@Nullable Throwable cause) {
		this.silence.stop();
		StratumConnectionException closed = closedException(cause);
		MonoSink<AgentLink> waiting = this.opening;
		if (waiting != null) {
			this.opening = null;
			waiting.error((cause instanceof StratumErrorException) ? cause : closed);
		}
		this.submits.failAll(closed);
		this.workers.all().forEach(this.workers::remove);
		this.listener.closed(cause);
	}

}
