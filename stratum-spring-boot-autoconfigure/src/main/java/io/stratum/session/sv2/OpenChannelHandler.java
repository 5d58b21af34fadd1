package io.stratum.session.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.Login;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * Opens channels of both kinds: the user is authenticated, then the channel gets an
 * extranonce and a target, and its first job follows the answer.
 */
final class OpenChannelHandler {

	private final MiningEngine engine;

	private final Sv2Settings settings;

	OpenChannelHandler(MiningEngine engine, Sv2Settings settings) {
		this.engine = engine;
		this.settings = settings;
	}

	Reply open(StratumSession session, OpenStandardMiningChannel message) {
		Sv2Session peer = (Sv2Session) session;
		ChannelRequest request = ChannelRequest.of(message);
		if (peer.requires(SetupConnection.REQUIRES_WORK_SELECTION)) {
			return request.refuse(Sv2ErrorCode.STANDARD_CHANNELS_NOT_SUPPORTED_FOR_CUSTOM_WORK);
		}
		return authenticate(peer, request);
	}

	Reply open(StratumSession session, OpenExtendedMiningChannel message) {
		Sv2Session peer = (Sv2Session) session;
		ChannelRequest request = ChannelRequest.of(message);
		if (peer.requires(SetupConnection.REQUIRES_STANDARD_JOBS)) {
			return request.refuse(Sv2ErrorCode.EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS);
		}
		if (message.minExtranonceSize() > this.engine.extranonce2Size()) {
			return request.refuse(Sv2ErrorCode.MIN_EXTRANONCE_SIZE_TOO_LARGE);
		}
		return authenticate(peer, request);
	}

	private Reply authenticate(Sv2Session session, ChannelRequest request) {
		if (!this.engine.isReady()) {
			return request.refuse(Sv2ErrorCode.NO_WORK_AVAILABLE);
		}
		Sv2Mining mining = session.mining(this.engine, this.settings);
		if (!mining.opening()) {
			return request.refuse(Sv2ErrorCode.TOO_MANY_CHANNELS);
		}
		return Reply.later(this.engine
			.login(new AuthenticationRequest(request.identity(), "", session.userAgent(), session.remoteAddress(),
					session.listener(), session.dialect()))
			.thenApplyAsync((outcome) -> concluded(session, mining, request, outcome), session.connection().loop()));
	}

	private Reply concluded(Sv2Session session, Sv2Mining mining, ChannelRequest request, Login outcome) {
		mining.opened();
		if (!(outcome instanceof Login.Accepted granted)) {
			return request.refuse(code((Login.Refused) outcome));
		}
		if (!session.isOpen()) {
			this.engine.leave(granted.group());
			return Reply.NONE;
		}
		Sv2Channel channel = open(mining, request, granted);
		if (channel == null) {
			return request.refuse(Sv2ErrorCode.NO_WORK_AVAILABLE);
		}
		if (channel.announced().compareTo(request.maxTarget()) > 0) {
			mining.close(channel);
			return request.refuse(Sv2ErrorCode.MAX_TARGET_OUT_OF_RANGE);
		}
		return Reply.of(success(request, channel)).then(() -> mining.start(channel));
	}

	private @Nullable Sv2Channel open(Sv2Mining mining, ChannelRequest request, Login.Accepted granted) {
		Sv2Channel channel = null;
		try {
			channel = mining.open(request, granted);
		}
		finally {
			if (channel == null) {
				this.engine.leave(granted.group());
			}
		}
		return channel;
	}

	private static String code(Login.Refused refused) {
		return switch (refused.cause()) {
			case UNKNOWN -> Sv2ErrorCode.UNKNOWN_USER;
			case BANNED -> Sv2ErrorCode.BANNED;
			case TEMPORARY -> Sv2ErrorCode.TEMPORARILY_UNAVAILABLE;
		};
	}

	private Sv2Message success(ChannelRequest request, Sv2Channel channel) {
		int size = this.engine.extranonce2Size();
		Octets prefix = channel.extranoncePrefix(size);
		int group = channel.group().id();
		return request.standard()
				? new OpenStandardMiningChannelSuccess(request.requestId(), channel.id(), channel.announced(), prefix,
						group)
				: new OpenExtendedMiningChannelSuccess(request.requestId(), channel.id(), channel.announced(), size,
						prefix, group);
	}

}
