package io.stratum.client.sv2;

import java.time.Duration;

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
 * Follows what a server says about open channels, and tells the listener. Messages for
 * channels that are closed already, and messages that nobody here needs, are ignored.
 */
final class ServerMessages {

	private static final Log logger = LogFactory.getLog(ServerMessages.class);

	private final ChannelRegistry channels;

	private final Sv2MinerListener listener;

	private boolean versionRolling;

	ServerMessages(ChannelRegistry channels, Sv2MinerListener listener) {
		this.channels = channels;
		this.listener = listener;
	}

	/**
	 * Whether jobs of standard channels may be rolled, which the set-up says.
	 */
	void setVersionRolling(boolean allowed) {
		this.versionRolling = allowed;
	}

	void received(Sv2Message message) throws ProtocolException {
		if (message instanceof SubmitSharesSuccess accepted) {
			accepted(accepted);
		}
		else if (message instanceof SubmitSharesError refused) {
			Sv2MinerChannel channel = this.channels.channel(refused.channelId());
			if (channel != null) {
				channel.refused(refused.sequenceNumber(), refused.errorCode());
			}
		}
		else if (message instanceof NewMiningJob job) {
			Sv2MinerChannel channel = this.channels.channel(job.channelId());
			if (channel != null) {
				tellOfJob(channel, channel.add(job, this.versionRolling));
			}
		}
		else if (message instanceof NewExtendedMiningJob job) {
			for (Sv2MinerChannel channel : this.channels.addressed(job.channelId())) {
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
		Sv2MinerChannel channel = this.channels.channel(message.channelId());
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
		for (Sv2MinerChannel channel : this.channels.addressed(message.channelId())) {
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
			for (Sv2MinerChannel channel : this.channels.addressed(target.channelId())) {
				channel.setTarget(target.maximumTarget());
				tell(() -> this.listener.targetChanged(channel));
			}
		}
		else if (message instanceof SetExtranoncePrefix prefix) {
			Sv2MinerChannel channel = this.channels.channel(prefix.channelId());
			if (channel != null) {
				channel.setExtranoncePrefix(prefix.extranoncePrefix());
			}
		}
		else if (message instanceof SetGroupChannel group) {
			this.channels.regroup(group.groupChannelId(), group.channelIds());
		}
		else if (message instanceof CloseChannel close) {
			closed(close);
		}
		else if (message instanceof UpdateChannelError refusal) {
			Sv2MinerChannel channel = this.channels.channel(refusal.channelId());
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
		for (Sv2MinerChannel channel : this.channels.addressed(message.channelId())) {
			this.channels.remove(channel);
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
