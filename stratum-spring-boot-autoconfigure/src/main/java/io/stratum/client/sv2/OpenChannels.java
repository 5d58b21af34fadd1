package io.stratum.client.sv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.client.ReconnectRequest;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.ChannelMessage.SetGroupChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Sv2Message;

/**
 * The open channels of a connection, which follow what the server says about them and
 * tell the listener. Messages for channels that are closed already, and messages that
 * nobody here needs, are ignored. Changed on the event loop only.
 */
final class OpenChannels {

	private static final Log logger = LogFactory.getLog(OpenChannels.class);

	private final Map<Integer, Sv2MinerChannel> byId = new ConcurrentHashMap<>();

	private final Sv2MinerListener listener;

	private boolean versionRolling;

	OpenChannels(Sv2MinerListener listener) {
		this.listener = listener;
	}

	/**
	 * Whether jobs of standard channels may be rolled, which the set-up says.
	 */
	void setVersionRolling(boolean allowed) {
		this.versionRolling = allowed;
	}

	void add(Sv2MinerChannel channel) throws ProtocolException {
		boolean group = this.byId.values().stream().anyMatch((other) -> other.groupId() == channel.id());
		if (group || this.byId.putIfAbsent(channel.id(), channel) != null) {
			throw new ProtocolException(
					"channel: " + Integer.toUnsignedString(channel.id()) + " (expected: a number that is not in use)");
		}
	}

	boolean remove(Sv2MinerChannel channel) {
		return this.byId.remove(channel.id(), channel);
	}

	boolean contains(Sv2MinerChannel channel) {
		return this.byId.get(channel.id()) == channel;
	}

	/**
	 * The channel with a number, or the members of the group with it.
	 */
	List<Sv2MinerChannel> addressed(int id) {
		Sv2MinerChannel single = this.byId.get(id);
		if (single != null) {
			return List.of(single);
		}
		List<Sv2MinerChannel> members = new ArrayList<>();
		for (Sv2MinerChannel channel : this.byId.values()) {
			if (channel.groupId() == id) {
				members.add(channel);
			}
		}
		return members;
	}

	void regroup(int groupId, List<Integer> channelIds) throws ProtocolException {
		if (this.byId.containsKey(groupId)) {
			throw new ProtocolException("group: " + Integer.toUnsignedString(groupId) + " (expected: no channel)");
		}
		for (int id : channelIds) {
			Sv2MinerChannel channel = this.byId.get(id);
			if (channel != null) {
				channel.setGroup(groupId);
			}
		}
	}

	Collection<Sv2MinerChannel> all() {
		return List.copyOf(this.byId.values());
	}

	void received(Sv2Message message) throws ProtocolException {
		if (message instanceof SubmitSharesSuccess accepted) {
			accepted(accepted);
		}
		else if (message instanceof SubmitSharesError refused) {
			Sv2MinerChannel channel = this.byId.get(refused.channelId());
			if (channel != null) {
				channel.refused(refused.sequenceNumber(), refused.errorCode());
			}
		}
		else if (message instanceof NewMiningJob job) {
			Sv2MinerChannel channel = this.byId.get(job.channelId());
			if (channel != null) {
				tellOfJob(channel, channel.add(job, this.versionRolling));
			}
		}
		else if (message instanceof NewExtendedMiningJob job) {
			for (Sv2MinerChannel channel : addressed(job.channelId())) {
				tellOfJob(channel, channel.add(job));
			}
		}
		else if (message instanceof SetNewPrevHash tip) {
			newBlock(tip);
		}
		else {
			changed(message);
		}
	}

	private void accepted(SubmitSharesSuccess message) throws ProtocolException {
		Sv2MinerChannel channel = this.byId.get(message.channelId());
		if (channel != null) {
			channel.accepted(message.lastSequenceNumber());
			tell(() -> this.listener.sharesAccepted(channel, message));
		}
	}

	private void tellOfJob(Sv2MinerChannel channel, @Nullable Sv2Job active) {
		if (active != null) {
			tell(() -> this.listener.jobReceived(channel, active));
		}
	}

	/**
	 * A channel that has changed its group may lack the job that is named for the group,
	 * but one for which it is named alone must know it.
	 */
	private void newBlock(SetNewPrevHash message) throws ProtocolException {
		for (Sv2MinerChannel channel : addressed(message.channelId())) {
			Sv2Job active = channel.activate(message);
			if (active == null && channel.id() == message.channelId()) {
				throw new ProtocolException(
						"job: " + Integer.toUnsignedString(message.jobId()) + " (expected: a future job)");
			}
			if (active != null) {
				tellOfJob(channel, active);
			}
			else {
				tell(() -> this.listener.jobEnded(channel));
			}
		}
	}

	private void changed(Sv2Message message) throws ProtocolException {
		if (message instanceof SetTarget target) {
			for (Sv2MinerChannel channel : addressed(target.channelId())) {
				channel.setTarget(target.maximumTarget());
				tell(() -> this.listener.targetChanged(channel));
			}
		}
		else if (message instanceof SetExtranoncePrefix prefix) {
			Sv2MinerChannel channel = this.byId.get(prefix.channelId());
			if (channel != null) {
				channel.setExtranoncePrefix(prefix.extranoncePrefix());
			}
		}
		else if (message instanceof SetGroupChannel group) {
			regroup(group.groupChannelId(), group.channelIds());
		}
		else if (message instanceof CloseChannel close) {
			closed(close);
		}
		else if (message instanceof UpdateChannelError refusal) {
			Sv2MinerChannel channel = this.byId.get(refusal.channelId());
			if (channel != null) {
				tell(() -> this.listener.updateRefused(channel, new Sv2ErrorException(refusal.errorCode())));
			}
		}
		else if (message instanceof Reconnect reconnect) {
			String host = reconnect.newHost().isEmpty() ? null : reconnect.newHost();
			tell(() -> this.listener
				.reconnectRequested(new ReconnectRequest(host, reconnect.newPort(), Duration.ZERO)));
		}
	}

	private void closed(CloseChannel message) {
		Sv2ErrorException reason = new Sv2ErrorException(message.reasonCode());
		for (Sv2MinerChannel channel : addressed(message.channelId())) {
			remove(channel);
			channel.end(reason);
			tell(() -> this.listener.channelClosed(channel, reason));
		}
	}

	private void tell(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a message of the server", ex);
		}
	}

}
