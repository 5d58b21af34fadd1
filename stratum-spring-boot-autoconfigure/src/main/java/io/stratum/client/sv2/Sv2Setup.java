package io.stratum.client.sv2;

import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;

/**
 * What a miner says of itself when it connects.
 *
 * @param vendor who made the device
 * @param hardwareVersion the device, may be empty
 * @param firmware its software, may be empty
 * @param deviceId which one it is, may be empty. Each has at most 255 bytes of UTF-8
 * @param flags what it needs, bits of {@link SetupConnection}
 */
public record Sv2Setup(String vendor, String hardwareVersion, String firmware, String deviceId, int flags) {

	/** The version of the protocol that is spoken here. */
	static final int VERSION = 2;

	/**
	 * A miner that rolls versions and has no other needs.
	 * @param vendor who made it
	 * @param firmware its software
	 * @return the description
	 */
	public static Sv2Setup of(String vendor, String firmware) {
		return new Sv2Setup(vendor, "", firmware, "", SetupConnection.REQUIRES_VERSION_ROLLING);
	}

	SetupConnection message(String host, int port) {
		return new SetupConnection(SetupConnection.MINING, VERSION, VERSION, this.flags, Octets.of(host), port,
				Octets.of(this.vendor), Octets.of(this.hardwareVersion), Octets.of(this.firmware),
				Octets.of(this.deviceId));
	}

}
