package io.stratum.protocol.sv2;

import io.stratum.protocol.ProtocolException;

/**
 * A message that all protocols of Stratum V2 share.
 */
public sealed interface CommonMessage extends Sv2Message {

	/**
	 * The first message of a client.
	 *
	 * @param protocol the protocol wanted: {@link #MINING}, {@link #JOB_DECLARATION} or
	 * {@link #TEMPLATE_DISTRIBUTION}
	 * @param minVersion the lowest version it speaks, U16
	 * @param maxVersion the highest version it speaks, U16
	 * @param flags the features it needs, bits of the protocol
	 * @param endpointHost the host it connected to
	 * @param endpointPort the port it connected to
	 * @param vendor who made the device
	 * @param hardwareVersion the device
	 * @param firmware its software
	 * @param deviceId which one it is, may be empty
	 */
	record SetupConnection(int protocol, int minVersion, int maxVersion, int flags, Octets endpointHost,
			int endpointPort, Octets vendor, Octets hardwareVersion, Octets firmware,
			Octets deviceId) implements CommonMessage, Sv2Request {

		/** Protocol 0. */
		public static final int MINING = 0;

		/** Protocol 1. */
		public static final int JOB_DECLARATION = 1;

		/** Protocol 2. */
		public static final int TEMPLATE_DISTRIBUTION = 2;

		/** Mining flag: the server must send jobs to each standard channel. */
		public static final int REQUIRES_STANDARD_JOBS = 1;

		/** Mining flag: the client will send custom jobs. */
		public static final int REQUIRES_WORK_SELECTION = 1 << 1;

		/** Mining flag: the client will roll version bits. */
		public static final int REQUIRES_VERSION_ROLLING = 1 << 2;

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new SetupConnectionError(0, errorCode);
		}

		static SetupConnection decode(Sv2Reader in) throws ProtocolException {
			return new SetupConnection(in.u8(), in.u16(), in.u16(), in.u32(), in.string(), in.u16(), in.string(),
					in.string(), in.string(), in.string());
		}

		void encode(Sv2Writer out) {
			out.u8(this.protocol).u16(this.minVersion).u16(this.maxVersion).u32(this.flags);
			out.string(this.endpointHost).u16(this.endpointPort).string(this.vendor);
			out.string(this.hardwareVersion).string(this.firmware).string(this.deviceId);
		}

	}

	/**
	 * The server takes the connection.
	 *
	 * @param usedVersion the version to be spoken, U16
	 * @param flags what the server demands, bits of the protocol
	 */
	record SetupConnectionSuccess(int usedVersion, int flags) implements CommonMessage {

		/** Mining flag: version bits must not be rolled. */
		public static final int REQUIRES_FIXED_VERSION = 1;

		/** Mining flag: standard channels are refused. */
		public static final int REQUIRES_EXTENDED_CHANNELS = 1 << 1;

		static SetupConnectionSuccess decode(Sv2Reader in) throws ProtocolException {
			return new SetupConnectionSuccess(in.u16(), in.u32());
		}

		void encode(Sv2Writer out) {
			out.u16(this.usedVersion).u32(this.flags);
		}

	}

	/**
	 * The server refuses the connection and closes it.
	 *
	 * @param flags all flags of the request that it does not support; 0 when the reason
	 * is another one
	 * @param errorCode why
	 */
	record SetupConnectionError(int flags, String errorCode) implements CommonMessage, Sv2Refusal {

		static SetupConnectionError decode(Sv2Reader in) throws ProtocolException {
			return new SetupConnectionError(in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.flags).ascii(this.errorCode);
		}

	}

	/**
	 * Another server is behind a channel now; the state that extensions keep for it is
	 * reset.
	 *
	 * @param channelId the channel
	 */
	record ChannelEndpointChanged(int channelId) implements CommonMessage, OfChannel {

		static ChannelEndpointChanged decode(Sv2Reader in) throws ProtocolException {
			return new ChannelEndpointChanged(in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId);
		}

	}

	/**
	 * The client shall connect elsewhere. The new server has to show a certificate of the
	 * same authority.
	 *
	 * @param newHost the host; empty for the same one
	 * @param newPort the port, U16; 0 for the same one
	 */
	record Reconnect(String newHost, int newPort) implements CommonMessage {

		static Reconnect decode(Sv2Reader in) throws ProtocolException {
			return new Reconnect(in.ascii(), in.u16());
		}

		void encode(Sv2Writer out) {
			out.ascii(this.newHost).u16(this.newPort);
		}

	}

}
