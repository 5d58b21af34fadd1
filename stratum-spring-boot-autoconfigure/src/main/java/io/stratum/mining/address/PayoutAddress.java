package io.stratum.mining.address;

import java.util.Arrays;

import org.bitcoinj.base.Address;
import org.bitcoinj.base.LegacyAddress;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.base.exceptions.AddressFormatException;

/**
 * An address that a coinbase can pay: base58 (P2PKH, P2SH), bech32 (BIP173, witness
 * version 0) or bech32m (BIP350, later versions).
 *
 * @param text the address in its canonical form: equal addresses have equal texts
 * @param script the output script; do not modify
 */
public record PayoutAddress(String text, byte[] script) {

	/** The longest text that can be an address (BIP173). */
	private static final int MAX_LENGTH = 90;

	private static final int DUP = 0x76;

	private static final int EQUAL = 0x87;

	private static final int EQUAL_VERIFY = 0x88;

	private static final int HASH_160 = 0xA9;

	private static final int CHECK_SIG = 0xAC;

	private static final int NUMBER_BASE = 0x50;

	/**
	 * Reads an address.
	 * @param text what may be an address; untrusted
	 * @param network the network it must belong to
	 * @return the address
	 * @throws InvalidAddressException if it is none of the network
	 */
	public static PayoutAddress parse(String text, BitcoinNetwork network) throws InvalidAddressException {
		if (text.isEmpty() || text.length() > MAX_LENGTH) {
			throw new InvalidAddressException(
					"address length: " + text.length() + " (expected: 1 to " + MAX_LENGTH + ")");
		}
		org.bitcoinj.base.BitcoinNetwork base = org.bitcoinj.base.BitcoinNetwork.valueOf(network.name());
		try {
			if (isSegwit(text)) {
				SegwitAddress address = SegwitAddress.fromBech32(text, base);
				return new PayoutAddress(address.toBech32(),
						witnessScript(address.getWitnessVersion(), address.getWitnessProgram()));
			}
			LegacyAddress address = LegacyAddress.fromBase58(text, base);
			return new PayoutAddress(address.toBase58(), legacyScript(address));
		}
		catch (AddressFormatException.InvalidPrefix ex) {
			throw new InvalidAddressException("address is not of the network (expected: " + network + ")");
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAddressException("not an address of " + network);
		}
	}

	/**
	 * Whether the text starts like a bech32 address of any network. No base58 address
	 * does: those start with another letter or digit.
	 */
	private static boolean isSegwit(String text) {
		int separator = text.lastIndexOf('1');
		return separator > 0 && Arrays.stream(org.bitcoinj.base.BitcoinNetwork.values())
			.anyMatch((network) -> network.segwitAddressHrp().equalsIgnoreCase(text.substring(0, separator)));
	}

	private static byte[] legacyScript(Address address) {
		byte[] hash = address.getHash();
		boolean p2sh = address.getOutputScriptType() == ScriptType.P2SH;
		byte[] script = new byte[p2sh ? 23 : 25];
		int index = 0;
		if (!p2sh) {
			script[index++] = (byte) DUP;
		}
		script[index++] = (byte) HASH_160;
		script[index++] = (byte) hash.length;
		System.arraycopy(hash, 0, script, index, hash.length);
		index += hash.length;
		script[index++] = (byte) (p2sh ? EQUAL : EQUAL_VERIFY);
		if (!p2sh) {
			script[index] = (byte) CHECK_SIG;
		}
		return script;
	}

	private static byte[] witnessScript(int version, byte[] program) {
		byte[] script = new byte[2 + program.length];
		script[0] = (byte) ((version == 0) ? 0 : NUMBER_BASE + version);
		script[1] = (byte) program.length;
		System.arraycopy(program, 0, script, 2, program.length);
		return script;
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
