package io.stratum.mining.address;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.stratum.bitcoin.Base58Check;

/**
 * An address that a coinbase can pay: base58 (P2PKH, P2SH), bech32 (BIP173, witness
 * version 0) or bech32m (BIP350, later versions).
 *
 * @param text the address in its canonical form: equal addresses have equal texts
 * @param script the output script; do not modify
 * @param networks the networks of Bitcoin that write an address like this; none if it can
 * only be of another chain
 */
public record PayoutAddress(String text, byte[] script, Set<BitcoinNetwork> networks) {

	/** A network byte and a hash of 20 bytes. */
	private static final int BASE58_LENGTH = 21;

	/**
	 * Reads an address.
	 * @param text what may be an address; untrusted
	 * @param format how it must be written
	 * @return the address
	 * @throws InvalidAddressException if it is no address, or written in another way
	 */
	public static PayoutAddress parse(String text, AddressFormat format) throws InvalidAddressException {
		if (text.isEmpty() || text.length() > Bech32.MAX_LENGTH) {
			throw new InvalidAddressException(
					"address length: " + text.length() + " (expected: 1 to " + Bech32.MAX_LENGTH + ")");
		}
		try {
			return isSegwit(text, format) ? parseBech32(text, format) : parseBase58(text, format);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAddressException("not an address (expected: one of " + format.name() + ")");
		}
	}

	/**
	 * Whether the text starts like a bech32 address of the format or of Bitcoin. No
	 * base58 address does: those start with another letter or digit.
	 */
	private static boolean isSegwit(String text, AddressFormat format) {
		String prefix = text.substring(0, Math.max(0, text.lastIndexOf('1'))).toLowerCase(Locale.ROOT);
		return format.segwitPrefixes().contains(prefix) || !networks(AddressFormat::segwitPrefixes, prefix).isEmpty();
	}

	private static <T> Set<BitcoinNetwork> networks(Function<AddressFormat, Set<T>> part, T value) {
		return Arrays.stream(BitcoinNetwork.values())
			.filter((network) -> part.apply(network.format()).contains(value))
			.collect(Collectors.toUnmodifiableSet());
	}

	private static PayoutAddress parseBase58(String text, AddressFormat format) throws InvalidAddressException {
		byte[] decoded = Base58Check.decode(text);
		if (decoded.length != BASE58_LENGTH) {
			throw new InvalidAddressException(
					"address payload: " + decoded.length + " bytes (expected: " + BASE58_LENGTH + ")");
		}
		byte[] hash = Arrays.copyOfRange(decoded, 1, BASE58_LENGTH);
		int version = decoded[0] & 0xFF;
		if (format.publicKeyHashVersions().contains(version)) {
			return new PayoutAddress(text, OutputScripts.publicKeyHash(hash),
					networks(AddressFormat::publicKeyHashVersions, version));
		}
		if (format.scriptHashVersions().contains(version)) {
			return new PayoutAddress(text, OutputScripts.scriptHash(hash),
					networks(AddressFormat::scriptHashVersions, version));
		}
		throw wrongNetwork(format);
	}

	private static PayoutAddress parseBech32(String text, AddressFormat format) throws InvalidAddressException {
		Bech32 data = Bech32.decode(text);
		if (!format.segwitPrefixes().contains(data.prefix())) {
			throw wrongNetwork(format);
		}
		byte[] values = data.values();
		int version = (values.length > 0) ? values[0] : -1;
		if (version < 0 || version > 16 || data.modified() != (version > 0)) {
			throw new InvalidAddressException("witness version " + version + " in "
					+ (data.modified() ? "bech32m" : "bech32") + " (expected: 0 in bech32, or 1 to 16 in bech32m)");
		}
		byte[] program = program(values);
		int length = program.length;
		if ((version == 0) ? length != 20 && length != 32 : length < 2 || length > 40) {
			throw new InvalidAddressException("witness program: " + length + " bytes (expected: "
					+ ((version == 0) ? "20 or 32" : "2 to 40") + ")");
		}
		return new PayoutAddress(text.toLowerCase(Locale.ROOT), OutputScripts.witness(version, program),
				networks(AddressFormat::segwitPrefixes, data.prefix()));
	}

	/**
	 * Packs the 5-bit values after the version; fewer than 5 bits of padding, all zero.
	 */
	private static byte[] program(byte[] values) throws InvalidAddressException {
		byte[] program = new byte[(values.length - 1) * 5 / 8];
		int bits = 0;
		int count = 0;
		int index = 0;
		for (int i = 1; i < values.length; i++) {
			bits = (bits << 5) | values[i];
			count += 5;
			if (count >= 8) {
				count -= 8;
				program[index++] = (byte) (bits >>> count);
				bits &= (1 << count) - 1;
			}
		}
		if (count >= 5 || bits != 0) {
			throw new InvalidAddressException(
					"padding: " + count + " bits of value " + bits + " (expected: less than 5 bits of value 0)");
		}
		return program;
	}

	private static InvalidAddressException wrongNetwork(AddressFormat format) {
		return new InvalidAddressException("address of another network (expected: " + format.name() + ")");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof PayoutAddress address && this.text.equals(address.text)
				&& Arrays.equals(this.script, address.script);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
