package io.stratum.client.sv2;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.client.ClientLink;
import io.stratum.client.PendingAnswers;
import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ServerEndpoint;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2Decoder;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Limits;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.protocol.sv2.Tlv;

/**
 * One connection: the set-up, the requests that wait for answers, and the channels. All
 * its state changes on the event loop.
 */
final class Sv2Link extends ClientLink {

	/** The only request of its kind, which has no number. */
	private static final int SETUP = 0;

	private static final int MAX_REQUEST = 0xffff;

	private final Sv2Setup setup;

	private final Sv2MinerListener listener;

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.CLIENT_SETUP);

	private final OpenChannels channels;

	private final PendingAnswers<Integer, SetupConnectionSuccess> setups;

	private final PendingAnswers<Integer, ChannelTerms> openings;

	private final PendingAnswers<Integer, List<Integer>> negotiations;

	/** The extensions that the server agreed to last. */
	private Set<Integer> extensions = Set.of();

	private int lastRequest;

	private volatile @Nullable SetupConnectionSuccess terms;

	Sv2Link(ByteConnection bytes, Sv2Setup setup, Sv2MinerListener listener) {
		super(bytes);
		this.setup = setup;
		this.listener = listener;
		this.channels = new OpenChannels(listener);
		this.setups = new PendingAnswers<>(bytes, "requests");
		this.openings = new PendingAnswers<>(bytes, "requests");
		this.negotiations = new PendingAnswers<>(bytes, "requests");
	}

	Mono<Sv2Link> setUp() {
		return this.<Sv2Link>onLoop((sink) -> {
			ServerEndpoint endpoint = bytes().settings().endpoint();
			send(this.setup.message(endpoint.host(), endpoint.port()));
			this.setups.add(SETUP, "answer to SetupConnection", sink, (success) -> this);
		}).doOnError((ex) -> bytes().close()).doOnCancel(bytes()::close);
	}

	OpenChannels channels() {
		return this.channels;
	}

	/**
	 * Opens a channel.
	 * @param wanted what the server has to give at least
	 * @param request makes the request of its number, on the loop
	 */
	Mono<Sv2MinerChannel> open(ChannelTerms wanted, IntFunction<OpenChannelMessage> request) {
		return onLoop((sink) -> {
			int id = nextRequest(this.openings);
			send(request.apply(id));
			this.openings.add(id, "answer to the opening of a channel", sink, (given) -> opened(given, wanted));
		});
	}

	private Sv2MinerChannel opened(ChannelTerms given, ChannelTerms wanted) throws ProtocolException {
		given.check(wanted);
		Sv2MinerChannel channel = new Sv2MinerChannel(this, given);
		this.channels.add(channel);
		return channel;
	}

	Mono<Set<Integer>> request(Set<Integer> wanted) {
		return onLoop((sink) -> {
			int id = nextRequest(this.negotiations);
			send(new RequestExtensions(id, List.copyOf(wanted)));
			this.negotiations.add(id, "answer to RequestExtensions", sink, (supported) -> agreed(supported, wanted));
		});
	}

	private Set<Integer> agreed(List<Integer> supported, Set<Integer> wanted) throws ProtocolException {
		if (!wanted.containsAll(supported)) {
			throw new ProtocolException("extensions: " + supported + " (expected: some of " + wanted + ")");
		}
		if (!supported.isEmpty()) {
			this.extensions = Set.copyOf(supported);
		}
		return Set.copyOf(supported);
	}

	/** A number that fits U16 and that no request of the kind has. */
	private int nextRequest(PendingAnswers<Integer, ?> waiting) {
		waiting.checkRoom();
		do {
			this.lastRequest = this.lastRequest % MAX_REQUEST + 1;
		}
		while (waiting.contains(this.lastRequest));
		return this.lastRequest;
	}

	/**
	 * The flags of the server.
	 */
	int flags() {
		SetupConnectionSuccess agreed = this.terms;
		return (agreed != null) ? agreed.flags() : 0;
	}

	/**
	 * What stands behind the fields of a share.
	 */
	Octets shareFields(Sv2Share share) {
		if (!this.extensions.contains(Tlv.WORKER_EXTENSION)) {
			return Octets.EMPTY;
		}
		String identity = share.userIdentity();
		return Tlv.userIdentity((identity != null) ? Octets.of(identity) : Octets.EMPTY).encode();
	}

	void send(Sv2Message message) {
		bytes().send((out) -> Sv2Encoder.encode(message, out), false);
	}

	void checkOpen(Sv2MinerChannel channel) {
		if (!this.channels.contains(channel)) {
			throw new StratumConnectionException("channel " + Integer.toUnsignedString(channel.id()) + " is closed",
					null);
		}
	}

	boolean forget(Sv2MinerChannel channel) {
		return this.channels.remove(channel);
	}

	@Override
	public void received(ByteBuf in) throws ProtocolException {
		while (bytes().failure() == null) {
			Sv2Message message = this.decoder.decode(in);
			if (message == null) {
				return;
			}
			if (this.terms == null) {
				settingUp(message);
			}
			else {
				received(message);
			}
		}
	}

	private void settingUp(Sv2Message message) throws ProtocolException {
		if (message instanceof SetupConnectionError refused) {
			finish(refused);
		}
		else if (message instanceof SetupConnectionSuccess success) {
			boolean fixed = (success.flags() & SetupConnectionSuccess.REQUIRES_FIXED_VERSION) != 0;
			if (success.usedVersion() != Sv2Setup.VERSION) {
				throw new ProtocolException(
						"version: " + success.usedVersion() + " (expected: " + Sv2Setup.VERSION + ")");
			}
			if (fixed && (this.setup.flags() & SetupConnection.REQUIRES_VERSION_ROLLING) != 0) {
				throw new ProtocolException("fixed version (expected: the version rolling that was required)");
			}
			this.terms = success;
			this.channels.setVersionRolling(!fixed);
			this.decoder.setLimits(Sv2Limits.CLIENT_MINING);
			this.setups.answer(SETUP, success);
		}
		else {
			throw new ProtocolException(
					message.getClass().getSimpleName() + " (expected: the answer to SetupConnection)");
		}
	}

	private void finish(SetupConnectionError refused) {
		this.setups.refuse(SETUP, new Sv2ErrorException(refused.errorCode()));
		bytes().close();
	}

	private void received(Sv2Message message) throws ProtocolException {
		if (message instanceof OpenStandardMiningChannelSuccess success) {
			opened(success.requestId(), ChannelTerms.of(success));
		}
		else if (message instanceof OpenExtendedMiningChannelSuccess success) {
			opened(success.requestId(), ChannelTerms.of(success));
		}
		else if (message instanceof OpenMiningChannelError refused) {
			this.openings.refuse(refused.requestId(), new Sv2ErrorException(refused.errorCode()));
		}
		else if (message instanceof RequestExtensionsSuccess success) {
			this.negotiations.answer(success.requestId(), success.supportedExtensions());
		}
		else if (message instanceof RequestExtensionsError refused) {
			refused(refused);
		}
		else {
			this.channels.received(message);
		}
	}

	private void opened(int requestId, ChannelTerms given) throws ProtocolException {
		if (!this.openings.answer(requestId, given)) {
			// the answer is too late: nobody knows of the channel
			send(new CloseChannel(given.channelId(), "request-timed-out"));
		}
	}

	private void refused(RequestExtensionsError message) throws ProtocolException {
		List<Integer> required = message.requiredExtensions();
		if (required.isEmpty()) {
			this.negotiations.answer(message.requestId(), List.of());
		}
		else {
			this.negotiations.refuse(message.requestId(),
					new Sv2ErrorException("the server requires extensions " + required));
		}
	}

	@Override
	public void terminated(@Nullable Throwable cause) {
		StratumConnectionException closed = closedException(cause);
		this.setups.failAll(closed);
		this.openings.failAll(closed);
		this.negotiations.failAll(closed);
		for (Sv2MinerChannel channel : this.channels.all()) {
			this.channels.remove(channel);
			channel.end(closed);
		}
		this.listener.closed(cause);
	}

}
