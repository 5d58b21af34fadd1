package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.protocol.sv2.Sv2Refusal;
import io.stratum.session.CloseReason;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.Delivery;

/**
 * Writes replies, and draws the conclusions from what they are: a connection is set up,
 * refused or logged in by the message that says so, whoever made it.
 */
final class MessageDelivery extends Delivery<Sv2Message> {

	private static final System.Logger logger = System.getLogger(MessageDelivery.class.getName());

	private final Sv2Session session;

	private final MessageHandlers handlers;

	MessageDelivery(Sv2Session session, MessageHandlers handlers) {
		super(session);
		this.session = session;
		this.handlers = handlers;
	}

	Reply call(MessageHandler<Sv2Message> handler, Sv2Message message) {
		return call(handler, message, message);
	}

	@Override
	protected String name(Sv2Message request) {
		Class<? extends Sv2Message> type = request.getClass();
		return (this.handlers.forType(type) != null) ? type.getSimpleName() : "other";
	}

	@Override
	protected String write(Sv2Message request, Reply reply) {
		if (reply instanceof Reply.None) {
			return "none";
		}
		StratumError error = (reply instanceof Reply.Failure failure) ? failure.error() : StratumError.INTERNAL;
		List<Sv2Message> messages = (reply instanceof Reply.Result result) ? messages(request, result.value()) : null;
		if (messages != null) {
			try {
				this.session.output().messages(messages);
				messages.forEach((message) -> written(request, message));
				return messages.stream().anyMatch(Sv2Refusal.class::isInstance) ? "error" : "success";
			}
			catch (IllegalArgumentException ex) {
				logger.log(System.Logger.Level.WARNING, "Result of " + name(request) + " cannot be encoded", ex);
			}
		}
		refuse(request, error);
		return (error == StratumError.INTERNAL) ? "failure" : "error";
	}

	/**
	 * The messages of a result. What means "yes" in other dialects is no message here.
	 */
	private @Nullable List<Sv2Message> messages(Sv2Message request, @Nullable Object value) {
		if (value == null || value == Boolean.TRUE) {
			return List.of();
		}
		Collection<?> values = (value instanceof Collection<?> collection) ? collection : List.of(value);
		List<Sv2Message> messages = new ArrayList<>(values.size());
		for (Object element : values) {
			if (!(element instanceof Sv2Message message)) {
				logger.log(System.Logger.Level.WARNING,
						"Result of " + name(request) + " is no message of Stratum V2: " + element.getClass().getName());
				return null;
			}
			messages.add(message);
		}
		return messages;
	}

	private void refuse(Sv2Message request, StratumError error) {
		Sv2Message message = ErrorReplies.of(request, error);
		if (message == null) {
			this.session.debug("no way to refuse " + request.getClass().getSimpleName());
			this.session.close(CloseReason.REFUSED);
			return;
		}
		this.session.output().message(message);
		written(request, message);
	}

	private void written(Sv2Message request, Sv2Message message) {
		if (message instanceof SetupConnectionSuccess && request instanceof SetupConnection setup) {
			this.session.setUp(setup);
		}
		else if (message instanceof SetupConnectionError) {
			this.session.close(CloseReason.REFUSED);
		}
		else if (message instanceof OpenStandardMiningChannelSuccess
				|| message instanceof OpenExtendedMiningChannelSuccess) {
			this.session.markLoggedIn();
		}
	}

}
