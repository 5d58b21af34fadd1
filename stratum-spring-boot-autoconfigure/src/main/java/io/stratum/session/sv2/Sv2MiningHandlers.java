package io.stratum.session.sv2;

import java.util.List;

import io.stratum.engine.CustomJobs;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.protocol.sv2.Tlv;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * The messages of the mining protocol of Stratum V2 and of its extensions 0x0001
 * (negotiation) and 0x0002 (shares name their worker).
 * <p>
 * Clients may roll all version bits of BIP323, or none if the version mask of the pool
 * lacks one of those of BIP320: the protocol has no smaller mask.
 */
public final class Sv2MiningHandlers {

	private static final int VERSION = 2;

	private static final List<Integer> EXTENSIONS = List.of(Tlv.WORKER_EXTENSION);

	private final MiningEngine engine;

	private final Sv2Settings settings;

	private final boolean rollsVersion;

	private Sv2MiningHandlers(MiningEngine engine, Sv2Settings settings) {
		this.engine = engine;
		this.settings = settings;
		this.rollsVersion = JobFrames.rollsVersion(engine);
	}

	/**
	 * Puts the handlers of all messages of a client into a table. They only work in
	 * sessions of {@link Sv2SessionFactory}.
	 * @param handlers the table
	 * @param engine what does the mining
	 * @param settings what is special to this dialect
	 */
	public static void register(MessageHandlers.Builder handlers, MiningEngine engine, Sv2Settings settings) {
		Sv2MiningHandlers mining = new Sv2MiningHandlers(engine, settings);
		OpenChannelHandler opening = new OpenChannelHandler(engine, settings);
		SubmitSharesHandler shares = new SubmitSharesHandler(engine, settings);
		handlers.type(SetupConnection.class, mining::setupConnection);
		handlers.type(RequestExtensions.class, mining::requestExtensions);
		handlers.type(OpenStandardMiningChannel.class, opening::open);
		handlers.type(OpenExtendedMiningChannel.class, opening::open);
		handlers.type(UpdateChannel.class, mining::updateChannel);
		handlers.type(CloseChannel.class, mining::closeChannel);
		handlers.type(SubmitSharesStandard.class, shares::submit);
		handlers.type(SubmitSharesExtended.class, shares::submit);
		CustomJobs customJobs = engine.customJobs();
		if (customJobs != null) {
			handlers.type(SetCustomMiningJob.class, new CustomJobHandler(engine, customJobs, settings)::set);
		}
	}

	private Reply setupConnection(StratumSession session, SetupConnection request) {
		if (request.protocol() != SetupConnection.MINING) {
			return Reply.of(new SetupConnectionError(0, Sv2ErrorCode.UNSUPPORTED_PROTOCOL));
		}
		if (request.minVersion() > VERSION || request.maxVersion() < VERSION) {
			return Reply.of(new SetupConnectionError(0, Sv2ErrorCode.PROTOCOL_VERSION_MISMATCH));
		}
		int supported = SetupConnection.REQUIRES_STANDARD_JOBS
				| (this.rollsVersion ? SetupConnection.REQUIRES_VERSION_ROLLING : 0)
				| ((this.engine.customJobs() != null) ? SetupConnection.REQUIRES_WORK_SELECTION : 0);
		int unsupported = request.flags() & ~supported;
		if (unsupported != 0) {
			return Reply.of(new SetupConnectionError(unsupported, Sv2ErrorCode.UNSUPPORTED_FEATURE_FLAGS));
		}
		boolean custom = (request.flags() & SetupConnection.REQUIRES_WORK_SELECTION) != 0;
		return Reply.of(new SetupConnectionSuccess(VERSION,
				(this.rollsVersion ? 0 : SetupConnectionSuccess.REQUIRES_FIXED_VERSION)
						| (custom ? SetupConnectionSuccess.REQUIRES_EXTENDED_CHANNELS : 0)));
	}

	private Reply requestExtensions(StratumSession session, RequestExtensions request) {
		List<Integer> requested = request.requestedExtensions();
		List<Integer> supported = EXTENSIONS.stream().filter(requested::contains).toList();
		if (supported.isEmpty() && !requested.isEmpty()) {
			return Reply.of(new RequestExtensionsError(request.requestId(), requested, List.of()));
		}
		((Sv2Session) session).extensions(supported);
		return Reply.of(new RequestExtensionsSuccess(request.requestId(), supported));
	}

	/**
	 * A hash rate that fits the difficulty changes nothing: proxies repeat their estimate
	 * often, and each suggestion would start the measurement anew.
	 */
	private Reply updateChannel(StratumSession session, UpdateChannel request) {
		Sv2Session peer = (Sv2Session) session;
		Sv2Mining mining = peer.mining(this.engine, this.settings);
		Sv2Channel channel = mining.channels().find(request.channelId());
		if (channel == null) {
			return Reply.of(new UpdateChannelError(request.channelId(), Sv2ErrorCode.INVALID_CHANNEL_ID));
		}
		double floor = request.maximumTarget().difficultyWithin(this.engine.difficultyOne());
		if (!canHonour(peer.settings().difficulty(), channel, floor)) {
			return Reply.of(new UpdateChannelError(request.channelId(), Sv2ErrorCode.MAX_TARGET_OUT_OF_RANGE));
		}
		channel.floor(floor);
		double wanted = peer.settings()
			.difficulty()
			.difficultyOf(request.nominalHashRate(), this.engine.difficultyOne());
		double current = channel.mining().difficulty();
		if (wanted > 2 * current || (wanted > 0 && wanted < current / 2)) {
			channel.mining().suggestDifficulty(wanted, peer.nanoTime());
		}
		return Reply.NONE.then(() -> mining.judged(channel));
	}

	/**
	 * Whether targets can be kept from being easier than those of a difficulty.
	 */
	private static boolean canHonour(DifficultyLimits limits, Sv2Channel channel, double difficulty) {
		return difficulty <= (limits.variable() ? limits.maximum() : channel.mining().difficulty());
	}

	private Reply closeChannel(StratumSession session, CloseChannel request) {
		Sv2Mining mining = ((Sv2Session) session).mining(this.engine, this.settings);
		mining.channels().addressed(request.channelId()).forEach(mining::leave);
		return Reply.NONE;
	}

}
