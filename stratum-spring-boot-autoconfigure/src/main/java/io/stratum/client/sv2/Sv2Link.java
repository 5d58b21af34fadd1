package io.stratum.client.sv2;

import java.util.Set;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.client.ClientLink;
import io.stratum.client.StratumConnectionException;
import io.stratum.client.sv2.PendingRequests.Pending;
import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ServerEndpoint;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.Octets;
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

	private final Sv2Setup setup;

	private final Sv2MinerListener listener;

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.CLIENT_SETUP);

	private final ChannelRegistry channels = new ChannelRegistry();

	private final ServerMessages messages;

	private final PendingRequests<Sv2Setup, Sv2Link> setups;

	private final PendingRequests<ChannelTerms, Sv2MinerChannel> openings;

	private final ExtensionRequests extensions;

	private int setupId;

	private volatile @Nullable SetupConnectionSuccess terms;

	Sv2Link(ByteConnection bytes, Sv2Setup setup, Sv2MinerListener listener) {
		super(bytes);
		this.setup = setup;
		this.listener = listener;
		this.messages = new ServerMessages(this.channels, listener);
		this.setups = new PendingRequests<>(bytes, "SetupConnection");
		this.openings = new PendingRequests<>(bytes, "the opening of a channel");
		this.extensions = new ExtensionRequests(bytes);
	}

	Mono<Sv2Link> setUp() {
		return this.<Sv2Link>onLoop((sink) -> {
			ServerEndpoint endpoint = bytes().settings().endpoint();
			SetupConnection message = this.setup.message(endpoint.host(), endpoint.port());
			this.setupId = this.setups.nextId();
			send(message);
			this.setups.add(this.setup, sink);
		}).doOnError((ex) -> bytes().close()).doOnCancel(bytes()::close);
	}

	ChannelRegistry channels() {
		return this.channels;
	}

	PendingRequests<ChannelTerms, Sv2MinerChannel> openings() {
		return this.openings;
	}

	Mono<Set<Integer>> request(Set<Integer> wanted) {
		return onLoop((sink) -> {
			send(this.extensions.request(wanted));
			this.extensions.add(wanted, sink);
		});
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
		if (!this.extensions.isAgreed(Tlv.WORKER_EXTENSION)) {
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
			this.messages.setVersionRolling(!fixed);
			this.decoder.setLimits(Sv2Limits.CLIENT_MINING);
			Pending<Sv2Setup, Sv2Link> pending = this.setups.remove(this.setupId);
			if (pending != null) {
				pending.sink().success(this);
			}
		}
		else {
			throw new ProtocolException(
					message.getClass().getSimpleName() + " (expected: the answer to SetupConnection)");
		}
	}

	private void finish(SetupConnectionError refused) {
		Pending<Sv2Setup, Sv2Link> pending = this.setups.remove(this.setupId);
		if (pending != null) {
			pending.sink().error(new Sv2ErrorException(refused.errorCode()));
		}
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
			Pending<ChannelTerms, Sv2MinerChannel> pending = this.openings.remove(refused.requestId());
			if (pending != null) {
				pending.sink().error(new Sv2ErrorException(refused.errorCode()));
			}
		}
		else if (!this.extensions.received(message)) {
			this.messages.received(message);
		}
	}

	private void opened(int requestId, ChannelTerms given) throws ProtocolException {
		Pending<ChannelTerms, Sv2MinerChannel> pending = this.openings.remove(requestId);
		if (pending == null) {
			// the answer is too late: nobody knows of the channel
			send(new CloseChannel(given.channelId(), "request-timed-out"));
			return;
		}
		try {
			given.check(pending.request());
			Sv2MinerChannel channel = new Sv2MinerChannel(this, given);
			this.channels.add(channel);
			pending.sink().success(channel);
		}
		catch (ProtocolException ex) {
			pending.sink()
				.error(new StratumConnectionException("the server broke the protocol: " + ex.getMessage(), ex));
			throw ex;
		}
	}

	@Override
	public void terminated(@Nullable Throwable cause) {
		StratumConnectionException closed = closedException(cause);
		this.setups.failAll(closed);
		this.openings.failAll(closed);
		this.extensions.failAll(closed);
		for (Sv2MinerChannel channel : this.channels.all()) {
			this.channels.remove(channel);
			channel.end(closed);
		}
		this.listener.closed(cause);
	}

}
