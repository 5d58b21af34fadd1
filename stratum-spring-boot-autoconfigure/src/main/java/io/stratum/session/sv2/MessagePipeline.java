package io.stratum.session.sv2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.OfChannel;
import io.stratum.protocol.sv2.OpenChannelMessage;
import io.stratum.protocol.sv2.Sv2Decoder;
import io.stratum.protocol.sv2.Sv2Limits;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.protocol.sv2.UnknownMessage;
import io.stratum.session.CloseReason;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.InboundReader;
import io.stratum.session.flow.Replies;

/**
 * The way of a message through a session: decoded, handled in order, answered in the
 * order of its lane. Nothing is read while the set-up is under way. Used on the loop
 * only.
 */
final class MessagePipeline extends InboundReader {

	private static final Object CONNECTION_LANE = new Object();

	/** Each may hold some 75 kB. */
	private static final int MAX_PENDING_JOBS = 8;

	private final Sv2Session session;

	private final MessageHandlers handlers;

	private final FrameOutput output;

	private final MessageDelivery delivery;

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);

	private final Replies<Sv2Message> replies;

	private boolean setupReceived;

	MessagePipeline(Sv2Session session, MessageHandlers handlers) {
		super(session);
		this.session = session;
		this.handlers = handlers;
		this.output = session.output();
		this.delivery = new MessageDelivery(session, handlers);
		this.replies = new Replies<>(session.connection().loop(), MessagePipeline::lane, this.delivery);
	}

	/**
	 * The connection was set up, so that the messages of its protocol may come.
	 */
	void setLimits(Sv2Limits limits) {
		this.decoder.setLimits(limits);
	}

	/**
	 * Does something after the replies that wait for a channel.
	 */
	void afterReplies(int channelId, Runnable action) {
		this.replies.after(channelId, action);
	}

	@Override
	public void release() {
		super.release();
		this.replies.clear();
	}

	@Override
	protected void beginBurst() {
		this.output.beginBurst();
	}

	@Override
	protected void endBurst() {
		this.output.endBurst();
	}

	@Override
	protected int pendingReplies() {
		return this.replies.size();
	}

	@Override
	protected boolean isBusy() {
		return (this.setupReceived && !this.session.isSetUp())
				|| this.replies.size(SetCustomMiningJob.class) >= MAX_PENDING_JOBS;
	}

	@Override
	protected boolean handleNext(ByteBuf in) throws ProtocolException {
		Sv2Message message = this.decoder.decode(in);
		if (message != null) {
			handle(message);
		}
		return message != null;
	}

	@Override
	protected void malformed(ProtocolException ex) {
		violation("malformed message: " + ex.getMessage());
	}

	private void violation(String text) {
		this.session.debug(text);
		this.session.observer().malformed(this.session);
		this.session.close(CloseReason.PROTOCOL_ERROR);
	}

	private void handle(Sv2Message message) {
		markActive();
		count();
		boolean setup = message instanceof SetupConnection;
		if (setup == this.setupReceived) {
			violation(setup ? "second SetupConnection"
					: "first message: " + name(message) + " (expected: SetupConnection)");
			return;
		}
		this.setupReceived = true;
		if (this.session.isShuttingDown()) {
			return;
		}
		MessageHandler<Sv2Message> handler = this.handlers.forType(message.getClass());
		if (handler != null) {
			this.replies.answer(message, this.delivery.call(handler, message));
		}
		else if (message instanceof UnknownMessage unknown) {
			ignore(unknown);
		}
		else {
			this.replies.answer(message, Reply.error(StratumError.METHOD_NOT_FOUND));
		}
	}

	/**
	 * Messages of other extensions are not for us; those of another protocol show that
	 * the client is on the wrong connection.
	 */
	private void ignore(UnknownMessage message) {
		int type = message.header().messageType();
		boolean declaration = type >= 0x50 && type <= 0x60;
		boolean template = type >= 0x70 && type <= 0x76;
		if (message.header().extensionType() == 0 && (declaration || template)) {
			violation("message type: " + type + " (expected: of the mining protocol)");
		}
		else if (!message.header().channelMessage()) {
			this.session.observer().requestHandled(this.session, "other", "none");
		}
	}

	/**
	 * Requests that open channels do not wait for each other.
	 */
	private static @Nullable Object lane(Sv2Message message) {
		if (message instanceof OfChannel ofChannel) {
			return ofChannel.channelId();
		}
		return (message instanceof OpenChannelMessage) ? null : CONNECTION_LANE;
	}

	private static String name(Sv2Message message) {
		return message.getClass().getSimpleName();
	}

}
