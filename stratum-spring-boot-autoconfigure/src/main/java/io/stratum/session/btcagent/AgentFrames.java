package io.stratum.session.btcagent;

import java.util.concurrent.CompletionException;

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
import io.stratum.session.StratumErrorException;
import io.stratum.session.sv1.AgentSupport;

/**
 * The way of a frame: decoded, handled by the handler of its type, and answered if it is
 * a submit and the agent wants that. Each submit frame has a number, whatever becomes of
 * it; answers leave when they are there. Used on the loop only.
 */
final class AgentFrames {

	private static final System.Logger logger = System.getLogger(AgentFrames.class.getName());

	private static final int RESPONSE_LENGTH = 10;

	private static final int NO_SUBMIT = -1;

	private final AgentSupport.Host host;

	private final AgentDecoder decoder;

	private final SettledAnswers settled;

	private int submits;

	private boolean responds;

	AgentFrames(AgentSupport.Host host, AgentLayout layout) {
		this.host = host;
		this.decoder = new AgentDecoder(layout, host.limits().agents().maxFrameLength());
		this.settled = new SettledAnswers(host);
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

	boolean isFull() {
		return this.settled.pending() >= this.host.limits().agents().maxPending();
	}

	boolean receive(ByteBuf in) throws ProtocolException {
		AgentMessage message = this.decoder.decode(in);
		if (message == null) {
			return false;
		}
		int index = isSubmit(message) ? this.submits++ & 0xffff : NO_SUBMIT;
		MessageHandler<AgentMessage> handler = this.host.handlers().forType(message.getClass());
		if (handler != null) {
			answer(method(message), index, invoke(handler, message));
		}
		else if (message instanceof AgentMessage.UnreadableFrame frame) {
			this.host.debug("unreadable frame: " + frame.reason());
			this.host.events().malformed(this.host.session());
			deliver("other", index, Reply.error(StratumError.of(RejectReason.MALFORMED)));
		}
		else {
			deliver("other", index, Reply.error(StratumError.METHOD_NOT_FOUND));
		}
		return true;
	}

	private Reply invoke(MessageHandler<AgentMessage> handler, AgentMessage message) {
		try {
			return handler.handle(this.host.session(), message);
		}
		catch (Exception ex) {
			return failure(ex);
		}
	}

	private void answer(String method, int index, Reply reply) {
		Reply inner = reply;
		while (inner instanceof Reply.Followed followed) {
			inner = followed.reply();
		}
		if (inner instanceof Reply.Later later) {
			this.settled.await(later.reply(), (result, failure) -> answer(method, index,
					replaceInner(reply, (result != null) ? result : failure(failure))));
			return;
		}
		if (this.host.session().isOpen()) {
			deliver(method, index, inner);
			follow(reply);
		}
	}

	private void deliver(String method, int index, Reply reply) {
		if (reply instanceof Reply.None) {
			handled(method, "none");
			return;
		}
		int status = AgentStatus.ACCEPTED;
		if (reply instanceof Reply.Failure failure) {
			status = AgentVerdict.status(failure.error());
		}
		else if (reply instanceof Reply.Result result) {
			status = status(result.value());
		}
		if (index != NO_SUBMIT && this.responds) {
			write(new AgentMessage.SubmitResponse(index, status));
		}
		boolean failed = status == AgentStatus.INTERNAL_ERROR;
		handled(method, AgentStatus.isAccepted(status) ? "success" : failed ? "failure" : "error");
	}

	private int status(@Nullable Object result) {
		if (result instanceof AgentVerdict verdict) {
			return verdict.conclude(this.host.now());
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
		ByteBuf frame = this.host.connection().allocator().buffer(RESPONSE_LENGTH);
		try {
			AgentEncoder.encode(message, frame);
		}
		catch (IllegalArgumentException ex) {
			frame.release();
			logger.log(System.Logger.Level.WARNING, "A message cannot be encoded", ex);
			return;
		}
		this.host.writeFrames(frame);
	}

	private void handled(String method, String outcome) {
		this.host.events().requestHandled(this.host.session(), method, outcome);
	}

	private static boolean isSubmit(AgentMessage message) {
		return message instanceof AgentMessage.SubmitShare || message instanceof AgentMessage.SubmitEthereumShare
				|| (message instanceof AgentMessage.UnreadableFrame frame && frame.isSubmit());
	}

	private static String method(AgentMessage message) {
		if (isSubmit(message)) {
			return "agent.submit";
		}
		if (message instanceof AgentMessage.RegisterWorker) {
			return "agent.register_worker";
		}
		return (message instanceof AgentMessage.UnregisterWorker) ? "agent.unregister_worker" : "other";
	}

	private static Reply replaceInner(Reply reply, Reply inner) {
		return (reply instanceof Reply.Followed followed)
				? new Reply.Followed(replaceInner(followed.reply(), inner), followed.action()) : inner;
	}

	private static void follow(Reply reply) {
		if (reply instanceof Reply.Followed followed) {
			follow(followed.reply());
			try {
				followed.action().run();
			}
			catch (RuntimeException ex) {
				logger.log(System.Logger.Level.WARNING, "What follows an answer to an agent failed", ex);
			}
		}
	}

	private static Reply failure(@Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StratumErrorException refusal) {
			return Reply.error(refusal.error());
		}
		logger.log(System.Logger.Level.WARNING, "A handler of an agent's message failed", cause);
		return Reply.error(StratumError.INTERNAL);
	}

}
