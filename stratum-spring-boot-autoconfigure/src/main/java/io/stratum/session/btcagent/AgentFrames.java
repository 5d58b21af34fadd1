package io.stratum.session.btcagent;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.btcagent.AgentDecoder;
import io.stratum.protocol.btcagent.AgentEncoder;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.Delivery;
import io.stratum.session.flow.Replies;
import io.stratum.session.sv1.Sv1Session;

/**
 * The way of a frame: decoded, handled by the handler of its type, and answered if it is
 * a submit and the agent wants that. Each submit frame has a number, whatever becomes of
 * it; answers leave when they are there. Used on the loop only.
 */
final class AgentFrames extends Delivery<AgentFrames.Frame> {

	private static final System.Logger logger = System.getLogger(AgentFrames.class.getName());

	private static final int RESPONSE_LENGTH = 10;

	private static final int NO_SUBMIT = -1;

	private static final Reply MALFORMED = Reply.error(StratumError.of(RejectReason.MALFORMED));

	private static final Reply METHOD_NOT_FOUND = Reply.error(StratumError.METHOD_NOT_FOUND);

	private final Sv1Session session;

	private final AgentDecoder decoder;

	private final Replies<Frame> replies;

	/** How many submit frames came; the low 16 bits number the answers. */
	private int submits;

	/** Whether the agent wants answers to its submits; stays so once it said so. */
	private boolean responds;

	AgentFrames(Sv1Session session, AgentLayout layout) {
		super(session);
		this.session = session;
		this.decoder = new AgentDecoder(layout, session.settings().agents().maxFrameLength());
		this.replies = new Replies<>(session.connection().loop(), (frame) -> null, this);
	}

	/**
	 * From now on submits are answered (capability {@code subres}).
	 */
	void respond() {
		this.responds = true;
	}

	boolean hasPartialFrame() {
		return this.decoder.hasPartialFrame();
	}

	int pendingReplies() {
		return this.replies.size();
	}

	boolean isFull() {
		return pendingReplies() >= this.session.settings().agents().maxPending();
	}

	boolean receive(ByteBuf in) throws ProtocolException {
		AgentMessage message = this.decoder.decode(in);
		if (message == null) {
			return false;
		}
		if (!this.session.isShuttingDown()) {
			handle(message);
		}
		return true;
	}

	private void handle(AgentMessage message) {
		Frame frame = new Frame(message, isSubmit(message) ? this.submits++ & 0xffff : NO_SUBMIT);
		MessageHandler<AgentMessage> handler = this.session.handlers().forType(message.getClass());
		if (handler != null) {
			this.replies.answer(frame, call(handler, message, frame));
		}
		else if (message instanceof AgentMessage.UnreadableFrame unreadable) {
			this.session.debug("unreadable frame: " + unreadable.reason());
			this.session.observer().malformed(this.session);
			this.replies.answer(frame, MALFORMED);
		}
		else {
			this.replies.answer(frame, METHOD_NOT_FOUND);
		}
	}

	@Override
	protected String name(Frame frame) {
		AgentMessage message = frame.message();
		if (this.session.handlers().forType(message.getClass()) == null) {
			return "other";
		}
		if (isSubmit(message)) {
			return "agent.submit";
		}
		if (message instanceof AgentMessage.RegisterWorker) {
			return "agent.register_worker";
		}
		return (message instanceof AgentMessage.UnregisterWorker) ? "agent.unregister_worker" : "other";
	}

	@Override
	protected String write(Frame frame, Reply reply) {
		if (reply instanceof Reply.None) {
			return "none";
		}
		int status = AgentStatus.ACCEPTED;
		if (reply instanceof Reply.Failure failure) {
			status = AgentVerdict.status(failure.error());
		}
		else if (reply instanceof Reply.Result result) {
			status = status(result.value());
		}
		if (frame.index() != NO_SUBMIT && this.responds) {
			write(new AgentMessage.SubmitResponse(frame.index(), status));
		}
		boolean failed = status == AgentStatus.INTERNAL_ERROR;
		return AgentStatus.isAccepted(status) ? "success" : failed ? "failure" : "error";
	}

	private int status(@Nullable Object result) {
		if (result instanceof AgentVerdict verdict) {
			return verdict.conclude(this.session.nanoTime());
		}
		if (result instanceof AgentMessage message) {
			write(message);
			return AgentStatus.ACCEPTED;
		}
		if (result instanceof Integer status) {
			return status;
		}
		return (result == null || result == Boolean.FALSE) ? AgentStatus.NO_REASON : AgentStatus.ACCEPTED;
	}

	private void write(AgentMessage message) {
		ByteBuf frame = this.session.connection().allocator().buffer(RESPONSE_LENGTH);
		try {
			AgentEncoder.encode(message, frame);
		}
		catch (IllegalArgumentException ex) {
			frame.release();
			logger.log(System.Logger.Level.WARNING, "A message cannot be encoded", ex);
			return;
		}
		this.session.output().frames(frame);
	}

	private static boolean isSubmit(AgentMessage message) {
		return message instanceof AgentMessage.SubmitShare || message instanceof AgentMessage.SubmitEthereumShare
				|| (message instanceof AgentMessage.UnreadableFrame frame && frame.isSubmit());
	}

	/**
	 * A frame.
	 *
	 * @param message what it holds
	 * @param index its number if it is a submit
	 */
	record Frame(AgentMessage message, int index) {

	}

}
