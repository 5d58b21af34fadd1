package io.stratum.mining.ban;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads addresses as text, and never takes a name for one.
 */
final class IpLiteral {

	private static final int GROUPS = 8;

	private static final Pattern BYTE = Pattern.compile("\\d{1,3}");

	private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

	private IpLiteral() {
	}

	/**
	 * Reads an address.
	 * @return its 4 or 16 bytes, or null if the text is none
	 */
	static byte @Nullable [] parse(String text) {
		if (text.indexOf(':') < 0) {
			return ipv4(text);
		}
		int gap = text.indexOf("::");
		if (gap < 0) {
			ByteBuffer groups = groups(text);
			return (groups != null && groups.remaining() == 2 * GROUPS) ? join(groups, ByteBuffer.allocate(0)) : null;
		}
		ByteBuffer before = groups(text.substring(0, gap));
		ByteBuffer after = groups(text.substring(gap + 2));
		if (before == null || after == null || before.remaining() + after.remaining() >= 2 * GROUPS) {
			return null;
		}
		return join(before, after);
	}

	/** Puts zeros between two parts. */
	private static byte[] join(ByteBuffer before, ByteBuffer after) {
		byte[] address = new byte[2 * GROUPS];
		int start = address.length - after.remaining();
		before.get(address, 0, before.remaining());
		after.get(address, start, after.remaining());
		return address;
	}

	private static byte @Nullable [] ipv4(String text) {
		String[] parts = text.split("\\.", -1);
		byte[] address = new byte[Integer.BYTES];
		for (int i = 0; i < parts.length; i++) {
			if (parts.length != address.length || !BYTE.matcher(parts[i]).matches()
					|| Integer.parseInt(parts[i]) > 0xff) {
				return null;
			}
			address[i] = (byte) Integer.parseInt(parts[i]);
		}
		return (parts.length == address.length) ? address : null;
	}

	/** Reads groups with colons in between, the last of which may be an IPv4 address. */
	private static @Nullable ByteBuffer groups(String text) {
		String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
		if (parts.length > GROUPS) {
			return null;
		}
		ByteBuffer bytes = ByteBuffer.allocate(2 * GROUPS + 2);
		for (int i = 0; i < parts.length; i++) {
			byte[] ipv4 = (i == parts.length - 1 && parts[i].indexOf('.') > 0) ? ipv4(parts[i]) : null;
			if (ipv4 != null) {
				bytes.put(ipv4);
			}
			else if (GROUP.matcher(parts[i]).matches()) {
				bytes.putShort((short) Integer.parseInt(parts[i], 16));
			}
			else {
				return null;
			}
		}
		return bytes.flip();
	}

}
