package io.stratum.protocol.sv2;

/**
 * A message of one open channel: its payload begins with the id of the channel, and it is
 * sent with the channel bit.
 */
public interface OfChannel {

	/**
	 * The channel that the message is about.
	 * @return its id
	 */
	int channelId();

}
