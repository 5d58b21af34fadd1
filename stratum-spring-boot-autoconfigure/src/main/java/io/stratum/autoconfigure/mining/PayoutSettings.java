package io.stratum.autoconfigure.mining;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.stratum.autoconfigure.AddressProperties;
import io.stratum.autoconfigure.HashFunction;
import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.autoconfigure.MiningProperties;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.address.AddressFormat;
import io.stratum.mining.address.BitcoinNetwork;
import io.stratum.mining.address.FeePayoutPolicy;
import io.stratum.mining.address.FixedPayoutPolicy;
import io.stratum.mining.address.InvalidAddressException;
import io.stratum.mining.address.PayoutAddress;
import io.stratum.mining.address.SoloPayoutPolicy;

/**
 * Whom coinbases pay by the properties. Values that contradict each other, and addresses
 * that are none, stop the start.
 */
final class PayoutSettings {

	private static final String PREFIX = "stratum.mining.";

	private static final String NETWORK = PREFIX + "network";

	private static final String ADDRESS = PREFIX + "address";

	private static final String PAYOUT_ADDRESS = PREFIX + "payout-address";

	private static final String FEE_ADDRESS = PREFIX + "fee-address";

	private static final String FEE_PERCENT = PREFIX + "fee-percent";

	/** Lower case, without what bech32 forbids. */
	private static final String SEGWIT_PREFIX = "[!-@\\[-~]{1,83}";

	private final MiningProperties mining;

	PayoutSettings(MiningProperties mining) {
		this.mining = mining;
		checkFee(mining);
	}

	private static void checkFee(MiningProperties mining) {
		BigDecimal percent = mining.getFeePercent();
		if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) >= 0) {
			throw new InvalidPropertyException(FEE_PERCENT, percent, "0 to less than 100");
		}
		String address = mining.getFeeAddress();
		if (percent.signum() > 0 && address == null) {
			throw new InvalidPropertyException(FEE_ADDRESS, "not set",
					"an address with '" + FEE_PERCENT + "' of " + percent, "Set '" + FEE_ADDRESS
							+ "' to the address that the fee is paid to, or remove '" + FEE_PERCENT + "'.");
		}
		if (percent.signum() == 0 && address != null) {
			throw new InvalidPropertyException(FEE_ADDRESS, "'" + address + "'",
					"nothing with '" + FEE_PERCENT + "' of 0",
					"Set '" + FEE_PERCENT + "', or remove '" + FEE_ADDRESS + "'.");
		}
		if (address != null && mining.getPayoutAddress() != null) {
			throw new InvalidPropertyException(FEE_ADDRESS, "'" + address + "'",
					"nothing with '" + PAYOUT_ADDRESS + "', which is paid everything",
					"Remove '" + PAYOUT_ADDRESS
							+ "' so that miners are paid at the addresses in their names, or remove '" + FEE_ADDRESS
							+ "' and '" + FEE_PERCENT + "'.");
		}
	}

	/** The policy for applications without one of their own. */
	PayoutPolicy policy() {
		PayoutPolicy fixed = fixed();
		if (fixed != null) {
			return fixed;
		}
		PayoutPolicy solo = new SoloPayoutPolicy(format());
		String fee = this.mining.getFeeAddress();
		return (fee != null) ? new FeePayoutPolicy(solo, address(FEE_ADDRESS, fee), this.mining.getFeePercent()) : solo;
	}

	/** Pays everything to the configured address, or null if there is none. */
	@Nullable PayoutPolicy fixed() {
		String address = this.mining.getPayoutAddress();
		return (address != null) ? new FixedPayoutPolicy(address(PAYOUT_ADDRESS, address)) : null;
	}

	/** A fee is no business of a policy that the application brings itself. */
	void refuseFeeWith(PayoutPolicy policy) {
		if (this.mining.getFeePercent().signum() > 0 && !(policy instanceof FeePayoutPolicy)) {
			throw new InvalidPropertyException(FEE_PERCENT, this.mining.getFeePercent(),
					"nothing with a PayoutPolicy bean: " + policy.getClass().getName(),
					"Remove '" + FEE_PERCENT + "' and '" + FEE_ADDRESS + "', and have the bean pay the fee.");
		}
	}

	/** What a line of the log says. */
	String describe() {
		String payee = (this.mining.getPayoutAddress() != null) ? this.mining.getPayoutAddress()
				: "the address in the worker's name";
		String fee = (this.mining.getFeeAddress() != null)
				? " and a fee of " + this.mining.getFeePercent() + " % to " + this.mining.getFeeAddress() : "";
		return payee + fee + " on " + name(format());
	}

	private PayoutAddress address(String property, String address) {
		try {
			return PayoutAddress.parse(address, format());
		}
		catch (InvalidAddressException ex) {
			throw new InvalidPropertyException(property, "'" + address + "'", "an address of " + name(format()),
					"Correct the address, or set '" + NETWORK + "' to the network that it belongs to. For a chain other"
							+ " than Bitcoin set '" + ADDRESS + ".*' to how its addresses begin.");
		}
	}

	private AddressFormat format() {
		AddressProperties prefixes = this.mining.getAddress();
		BitcoinNetwork network = this.mining.getNetwork();
		Set<Integer> publicKeyHash = versions("public-key-hash-versions", prefixes.getPublicKeyHashVersions());
		Set<Integer> scriptHash = versions("script-hash-versions", prefixes.getScriptHashVersions());
		Set<String> segwit = segwitPrefixes(prefixes.getSegwitPrefixes());
		if (publicKeyHash.isEmpty() && scriptHash.isEmpty() && segwit.isEmpty()) {
			refuseBitcoinByScrypt(network);
			return (network != null) ? network.format() : BitcoinNetwork.anyFormat();
		}
		if (network != null) {
			throw new InvalidPropertyException(NETWORK, network, "nothing with '" + ADDRESS + ".*'",
					"Remove '" + NETWORK + "' on a chain other than Bitcoin, or '" + ADDRESS + ".*' on Bitcoin.");
		}
		return new AddressFormat("the chain that '" + ADDRESS + ".*' describes", publicKeyHash, scriptHash, segwit);
	}

	/** Nobody can be paid on Litecoin or Dogecoin at the addresses of Bitcoin. */
	private void refuseBitcoinByScrypt(@Nullable BitcoinNetwork network) {
		if (this.mining.getProofOfWork() == HashFunction.SCRYPT && network != BitcoinNetwork.REGTEST) {
			throw new InvalidPropertyException(ADDRESS + ".*", "not set",
					"how addresses begin, with '" + PREFIX + "proof-of-work' of scrypt",
					"Set '" + ADDRESS + ".public-key-hash-versions', '" + ADDRESS + ".script-hash-versions' and '"
							+ ADDRESS + ".segwit-prefixes' to those of the chain, without '" + NETWORK
							+ "': for Litecoin 48, 50 and ltc, for Dogecoin 30, 22 and none.");
		}
	}

	private static Set<Integer> versions(String name, List<Integer> versions) {
		for (int version : versions) {
			if (version < 0 || version > 255) {
				throw new InvalidPropertyException(ADDRESS + "." + name, version, "0 to 255 each");
			}
		}
		return new HashSet<>(versions);
	}

	private static Set<String> segwitPrefixes(List<String> prefixes) {
		for (String prefix : prefixes) {
			if (!prefix.matches(SEGWIT_PREFIX)) {
				throw new InvalidPropertyException(ADDRESS + ".segwit-prefixes", "'" + prefix + "'",
						"1 to 83 characters without capital letters and blanks each");
			}
		}
		return new HashSet<>(prefixes);
	}

	private static String name(AddressFormat format) {
		for (BitcoinNetwork network : BitcoinNetwork.values()) {
			if (format == network.format()) {
				return "the network " + network.name().toLowerCase(Locale.ROOT);
			}
		}
		return format.name();
	}

}
