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
import io.stratum.session.Connection;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumError;
import io.stratum.session.flow.InboundReader;
import io.stratum.session.flow.PendingReplies;
import io.stratum.session.flow.ReplyLanes;

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

	private final Connection connection;

	private final FrameOutput output;

	private final MessageDelivery delivery;

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);

	private @Nullable ReplyLanes<Sv2Message> replies;

	private boolean setupReceived;

	MessagePipeline(Sv2Session session, MessageHandlers handlers, Connection connection, SessionSettings settings) {
		super(session, connection, settings, session.now());
		this.session = session;
		this.handlers = handlers;
		this.connection = connection;
		this.output = session.output();
		this.delivery = new MessageDelivery(session, handlers);
	}

	/**
	 * The connection was set up, so that the messages of its protocol may come.
	 */
	void setLimits(Sv2Limits limits) {
		this.decoder.setLimits(limits);
	}

	@Override
	public void release() {
		super.release();
		if (this.replies != null) {
			this.replies.clear();
		}
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
		return (this.replies != null) ? this.replies.size() : 0;
	}

	@Override
	protected boolean isBusy() {
		ReplyLanes<Sv2Message> lanes = this.replies;
		return (this.setupReceived && !this.session.isSetUp())
				|| (lanes != null && lanes.size(SetCustomMiningJob.class) >= MAX_PENDING_JOBS);
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
		this.session.events().malformed(this.session);
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
		MessageHandler<Sv2Message> handler = this.handlers.forType(message.getClass());
		if (handler != null) {
			answer(message, invoke(handler, message));
		}
		else if (message instanceof UnknownMessage unknown) {
			ignore(unknown);
		}
		else {
			answer(message, Reply.error(StratumError.METHOD_NOT_FOUND));
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
			this.session.events().requestHandled(this.session, "other", "none");
		}
	}

	private Reply invoke(MessageHandler<Sv2Message> handler, Sv2Message message) {
		try {
			return handler.handle(this.session, message);
		}
		catch (Exception ex) {
			return PendingReplies.failure(ex, name(message));
		}
	}

	private void answer(Sv2Message request, Reply reply) {
		ReplyLanes<Sv2Message> lanes = this.replies;
		boolean pending = PendingReplies.isPending(reply);
		Object lane = lane(request);
		if (!pending && (lanes == null || lanes.isFree(lane))) {
			this.delivery.deliver(request, reply);
			return;
		}
		if (lanes == null) {
			lanes = new ReplyLanes<>(this.connection.loop(), this.delivery::deliver, this::repliesLeft);
			this.replies = lanes;
		}
		lanes.add(request, lane, reply);
	}

	private void repliesLeft() {
		if (this.session.isOpen()) {
			resume();
			this.session.written();
		}
	}

	/**
	 * Requests that open channels do not wait for each other.
	 */
	private static Object lane(Sv2Message message) {
		if (message instanceof OfChannel ofChannel) {
			return ofChannel.channelId();
		}
		return (message instanceof OpenChannelMessage) ? message : CONNECTION_LANE;
	}

	private static String name(Sv2Message message) {
		return message.getClass().getSimpleName();
	}

}
