package io.stratum.client.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.client.ReconnectRequest;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

/**
 * Hears what a miner wants to know. Calls come on the event loop of the connection and
 * must not block.
 */
public interface Sv2MinerListener {

	/**
	 * There is a new job, on which to work from now on.
	 * @param channel the channel it is for
	 * @param job the job, with all that is needed to mine it
	 */
	default void jobReceived(Sv2MinerChannel channel, Sv2Job job) {
	}

	/**
	 * There is a new block but no job for it yet: all shares would be stale.
	 * @param channel the channel without work
	 */
	default void jobEnded(Sv2MinerChannel channel) {
	}

	/**
	 * Jobs that become active from now on have another target.
	 * @param channel the channel
	 */
	default void targetChanged(Sv2MinerChannel channel) {
	}

	/**
	 * The server has counted shares.
	 * @param channel the channel
	 * @param message how many, up to which, and the sum of their difficulties
	 */
	default void sharesAccepted(Sv2MinerChannel channel, SubmitSharesSuccess message) {
	}

	/**
	 * The server did not take a new hash rate or target.
	 * @param channel the channel
	 * @param refusal why
	 */
	default void updateRefused(Sv2MinerChannel channel, Sv2ErrorException refusal) {
	}

	/**
	 * The server closed a channel.
	 * @param channel the channel
	 * @param reason why
	 */
	default void channelClosed(Sv2MinerChannel channel, Sv2ErrorException reason) {
	}

	/**
	 * The server asks to connect again. Whether to follow is up to the miner. The new
	 * server has to show a certificate of the same authority.
	 * @param request where to
	 */
	default void reconnectRequested(ReconnectRequest request) {
	}

	/**
	 * The connection ended. It is the last call.
	 * @param cause why, or null if either side just closed it
	 */
	default void closed(@Nullable Throwable cause) {
	}

}
