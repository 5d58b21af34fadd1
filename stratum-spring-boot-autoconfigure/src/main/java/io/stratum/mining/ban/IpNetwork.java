package io.stratum.mining.ban;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, or a network of them. An IPv4 address that is mapped into IPv6
 * ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 *
 * @param high the upper 64 bits of the IPv6 address, or of the mapped IPv4 address
 * @param low the lower 64 bits
 * @param bits how many of the 128 bits all addresses of the network share; the others are
 * 0
 */
public record IpNetwork(long high, long low, int bits) {

	private static final int ALL_BITS = 128;

	private static final int IPV4_BITS = 32;

	private static final int MAPPED_BITS = ALL_BITS - IPV4_BITS;

	private static final long MAPPED = 0xffff_0000_0000L;

	private static final Pattern PREFIX_LENGTH = Pattern.compile("\\d{1,3}");

	private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

	/**
	 * Checks that there are only bits of the network.
	 */
	public IpNetwork {
		if (bits < 0 || bits > ALL_BITS || (high & ~highMask(bits)) != 0 || (low & ~lowMask(bits)) != 0) {
			throw new IllegalArgumentException("bits: " + bits + " (expected: 0 to 128, with zeros after them)");
		}
	}

	/**
	 * An address.
	 * @param address the address
	 * @return the network of this one address
	 */
	public static IpNetwork of(InetAddress address) {
		return of(address.getAddress());
	}

	/**
	 * What stands for the owner of an address: the address itself, or the network that an
	 * owner of IPv6 addresses has.
	 * @param address the address
	 * @param ipv6PrefixLength how many bits of IPv6 addresses belong to one owner
	 * @return the address or network
	 */
	public static IpNetwork ofOwner(InetAddress address, int ipv6PrefixLength) {
		IpNetwork network = of(address);
		return network.isIpv4() ? network : network.widen(ipv6PrefixLength);
	}

	private static IpNetwork of(byte[] address) {
		ByteBuffer bytes = ByteBuffer.wrap(address);
		return (bytes.remaining() == Integer.BYTES)
				? new IpNetwork(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()), ALL_BITS)
				: new IpNetwork(bytes.getLong(), bytes.getLong(), ALL_BITS);
	}

	/**
	 * Parses an address, or a network in CIDR notation. Never looks up a name.
	 * @param text such as {@code 192.0.2.1}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}
	 * @return the network
	 * @throws IllegalArgumentException if it is none, or has bits after the prefix
	 */
	public static IpNetwork parse(String text) {
		int slash = text.indexOf('/');
		IpNetwork address = address((slash < 0) ? text : text.substring(0, slash), text);
		if (slash < 0) {
			return address;
		}
		String digits = text.substring(slash + 1);
		int length = PREFIX_LENGTH.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
		boolean shortForm = address.isIpv4() && text.indexOf(':') < 0;
		int bits = shortForm ? length + MAPPED_BITS : length;
		if (length < 0 || bits > ALL_BITS || (address.isIpv4() && bits < MAPPED_BITS)) {
			throw new IllegalArgumentException("network: '" + text + "' (expected: a prefix length of 0 to "
					+ (shortForm ? IPV4_BITS : ALL_BITS) + " after the slash)");
		}
		IpNetwork network = address.widen(bits);
		if (!network.withBits(ALL_BITS).equals(address)) {
			throw new IllegalArgumentException("network: '" + text + "' (expected: " + network + ")");
		}
		return network;
	}

	private static IpNetwork address(String literal, String text) {
		byte[] bytes = IpLiteral.parse(literal);
		if (bytes == null) {
			throw new IllegalArgumentException(
					"network: '" + text + "' (expected: an address or a network such as 10.0.0.0/8 or 2001:db8::/32)");
		}
		return of(bytes);
	}

	/**
	 * Whether this is an IPv4 address or network.
	 * @return false for IPv6
	 */
	public boolean isIpv4() {
		return this.bits >= MAPPED_BITS && this.high == 0 && this.low >>> IPV4_BITS == MAPPED >>> IPV4_BITS;
	}

	/**
	 * Whether this is one address.
	 * @return false for a network of several
	 */
	public boolean isAddress() {
		return this.bits == ALL_BITS;
	}

	/**
	 * Whether all addresses of this are loopback addresses.
	 * @return true for {@code ::1} and for what is inside of {@code 127.0.0.0/8}
	 */
	public boolean isLoopback() {
		return isIpv4() ? this.bits >= MAPPED_BITS + 8 && (this.low >>> 24 & 0xff) == 127
				: isAddress() && this.high == 0 && this.low == 1;
	}

	/**
	 * Whether another network is part of this. IPv4 is part of no network of IPv6.
	 * @param other the other network or address
	 * @return whether all its addresses are in this
	 */
	public boolean contains(IpNetwork other) {
		return this.bits <= other.bits && isIpv4() == other.isIpv4() && other.widen(this.bits).equals(this);
	}

	/**
	 * The network that this is part of.
	 * @param wider how many bits its addresses share; at least 96 for IPv4
	 * @return the network; this if it is as wide
	 */
	public IpNetwork widen(int wider) {
		return (wider >= this.bits) ? this
				: new IpNetwork(this.high & highMask(wider), this.low & lowMask(wider), wider);
	}

	private IpNetwork withBits(int more) {
		return new IpNetwork(this.high, this.low, more);
	}

	private static long highMask(int bits) {
		return (bits >= Long.SIZE) ? -1 : (bits == 0) ? 0 : -1L << (Long.SIZE - bits);
	}

	private static long lowMask(int bits) {
		return (bits <= Long.SIZE) ? 0 : (bits == ALL_BITS) ? -1 : -1L << (ALL_BITS - bits);
	}

	@Override
	public String toString() {
		boolean ipv4 = isIpv4();
		String address = ipv4 ? ipv4() : ipv6();
		return isAddress() ? address : address + "/" + (ipv4 ? this.bits - MAPPED_BITS : this.bits);
	}

	private String ipv4() {
		return (this.low >>> 24 & 0xff) + "." + (this.low >>> 16 & 0xff) + "." + (this.low >>> 8 & 0xff) + "."
				+ (this.low & 0xff);
	}

	private String ipv6() {
		StringBuilder text = new StringBuilder();
		for (int shift = 48; shift >= 0; shift -= 16) {
			text.append(Long.toHexString(this.high >>> shift & 0xffff)).append(':');
		}
		for (int shift = 48; shift >= 0; shift -= 16) {
			text.append(Long.toHexString(this.low >>> shift & 0xffff)).append((shift > 0) ? ":" : "");
		}
		String longest = ZEROS.matcher(text)
			.results()
			.map((found) -> found.group())
			.reduce("", (one, other) -> (other.length() > one.length()) ? other : one);
		return longest.isEmpty() ? text.toString() : text.toString().replaceFirst(Pattern.quote(longest), "::");
	}

}
