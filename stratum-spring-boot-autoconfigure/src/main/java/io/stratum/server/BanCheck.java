package io.stratum.server;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;

/**
 * Checks the address of an open connection against the bans, whenever these may have
 * changed. Used on the loop of the connection only.
 */
final class BanCheck {

	private final Bans bans;

	private final @Nullable InetAddress address;

	/** The version of the bans that was checked last. */
	private long version;

	BanCheck(Bans bans, @Nullable InetAddress address) {
		this.bans = bans;
		this.address = address;
		this.version = bans.version();
	}

	/**
	 * Looks only when there may be something new.
	 * @return whether the address is banned now
	 */
	boolean findsBan() {
		long current = this.bans.version();
		if (this.version == current) {
			return false;
		}
		this.version = current;
		return !this.bans.admits(this.address);
	}

}
