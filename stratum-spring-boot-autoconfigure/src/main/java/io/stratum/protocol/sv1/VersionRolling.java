package io.stratum.protocol.sv1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hex;
import io.stratum.protocol.ProtocolException;

/**
 * The extension {@code version-rolling} of {@code mining.configure} (BIP310), as it is
 * asked for and as it is granted.
 *
 * @param mask the version bits that may be rolled, 0 for none
 */
public record VersionRolling(int mask) {

	/** The name of the extension. */
	public static final String NAME = "version-rolling";

	private static final String MASK = "version-rolling.mask";

	private static final String MIN_BIT_COUNT = "version-rolling.min-bit-count";

	/**
	 * Reads what a miner asks for. A mask that is missing means all bits.
	 * @param request the request
	 * @return the bits that the miner can roll, none if they cannot be read
	 */
	public static VersionRolling decode(Configure request) {
		String wanted = request.text(MASK);
		long mask = (wanted != null) ? Hex.parseNumber(wanted, 8) : 0xffffffffL;
		return new VersionRolling((mask >= 0) ? (int) mask : 0);
	}

	/**
	 * The parameters of a request for this extension alone.
	 * @param minBitCount how many bits the miner would like at least
	 * @return the list
	 */
	public List<Object> params(int minBitCount) {
		Map<String, Object> options = new LinkedHashMap<>();
		options.put(MASK, Hex.format(this.mask));
		options.put(MIN_BIT_COUNT, minBitCount);
		return List.of(List.of(NAME), options);
	}

	/**
	 * Reads what a server grants.
	 * @param result the result of the request
	 * @return the bits, none if rolling is not granted
	 * @throws ProtocolException if it makes no sense
	 */
	public static VersionRolling granted(@Nullable Object result) throws ProtocolException {
		if (result instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get(NAME))) {
			return new VersionRolling(ServerFields.number(MASK, map.get(MASK)));
		}
		return new VersionRolling(0);
	}

	/**
	 * Answers the extension.
	 * @param result the result of the request, by names
	 */
	public void answer(Map<String, Object> result) {
		result.put(NAME, this.mask != 0);
		if (this.mask != 0) {
			result.put(MASK, Hex.format(this.mask));
		}
	}

}
