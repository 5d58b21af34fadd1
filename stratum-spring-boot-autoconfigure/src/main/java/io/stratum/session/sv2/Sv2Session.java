package io.stratum.session.sv2;

import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Limits;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.SessionSettings;
import io.stratum.session.flow.TimedSession;

/**
 * A Stratum V2 session: its life, what was agreed on, and its mining state if it mines.
 */
final class Sv2Session extends TimedSession implements Sv2Peer {

	private static final System.Logger logger = System.getLogger(Sv2Session.class.getName());

	private final @Nullable ReconnectNotice notice;

	private final FrameOutput output;

	private final MessagePipeline messages;

	private final boolean opensChannels;

	private boolean setUp;

	private boolean loggedIn;

	private int flags;

	private List<Integer> extensions = List.of();

	private volatile @Nullable Sv2Mining mining;

	Sv2Session(Environment environment, Connection connection, SessionSettings settings, MessageHandlers handlers,
			@Nullable ReconnectNotice notice) {
		super(environment, connection, settings);
		this.notice = notice;
		this.output = new FrameOutput(connection);
		this.messages = new MessagePipeline(this, handlers);
		this.opensChannels = handlers.forType(OpenStandardMiningChannel.class) != null
				|| handlers.forType(OpenExtendedMiningChannel.class) != null;
		register();
	}

	/**
	 * The mining state, which begins with the first channel.
	 */
	Sv2Mining mining(MiningEngine engine, Sv2Settings limits) {
		Sv2Mining state = this.mining;
		if (state == null) {
			state = new Sv2Mining(engine, limits, this);
			this.mining = state;
		}
		return state;
	}

	FrameOutput output() {
		return this.output;
	}

	void debug(String text) {
		if (logger.isLoggable(System.Logger.Level.DEBUG)) {
			logger.log(System.Logger.Level.DEBUG, "Session " + id() + ": " + text);
		}
	}

	/** The client was told that the connection is set up. */
	void setUp(SetupConnection request) {
		this.setUp = true;
		this.flags = request.flags();
		this.loggedIn |= !this.opensChannels;
		setUserAgent(Stream.of(request.vendor(), request.hardwareVersion(), request.firmware())
			.map(Octets::text)
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("/")));
		this.messages.setLimits(requires(SetupConnection.REQUIRES_WORK_SELECTION) ? Sv2Limits.SERVER_WORK_SELECTION
				: Sv2Limits.SERVER_MINING);
	}

	boolean isSetUp() {
		return this.setUp;
	}

	/** Does something after the replies that wait for a channel. */
	void afterReplies(int channelId, Runnable action) {
		this.messages.afterReplies(channelId, action);
	}

	/** The client was told that a channel is open. */
	void markLoggedIn() {
		this.loggedIn = true;
	}

	/** What the client required when it set up the connection. */
	int flags() {
		return this.flags;
	}

	/** Whether the client set a flag when it set up the connection. */
	boolean requires(int flag) {
		return (this.flags & flag) != 0;
	}

	/** Agrees on extensions in the place of those agreed on before. */
	void extensions(List<Integer> negotiated) {
		this.extensions = negotiated;
	}

	IntPredicate negotiated() {
		List<Integer> agreed = this.extensions;
		return agreed::contains;
	}

	@Override
	public void written() {
		this.output.flush();
		checkOutbound();
	}

	@Override
	protected MessagePipeline inbound() {
		return this.messages;
	}

	@Override
	protected @Nullable Sv2Mining mining() {
		return this.mining;
	}

	@Override
	protected boolean isLoggedIn() {
		return this.loggedIn;
	}

	@Override
	public void frameEnded() {
		// Frames of the transport are no frames of Stratum V2, which is a byte stream
	}

	@Override
	protected void announceClose(CloseReason reason) {
		Sv2Mining state = this.mining;
		if (state != null) {
			state.announceClose(reason);
		}
		boolean stopping = reason == CloseReason.SHUTDOWN && this.setUp;
		Reconnect elsewhere = stopping ? Redirection.of(this.notice, userAgent()) : null;
		if (elsewhere != null) {
			this.output.message(elsewhere);
		}
	}

	@Override
	public Dialect dialect() {
		return Dialect.SV2;
	}

	@Override
	public Collection<Worker> workers() {
		Sv2Mining state = this.mining;
		return (state != null) ? state.workers() : List.of();
	}

	@Override
	public void send(Sv2Message message) {
		ByteBuf out = Unpooled.buffer();
		Sv2Encoder.encode(message, out);
		byte[] frame = ByteBufUtil.getBytes(out);
		onLoop(() -> {
			if (isOpen()) {
				this.output.encoded(frame);
				written();
			}
		});
	}

}
