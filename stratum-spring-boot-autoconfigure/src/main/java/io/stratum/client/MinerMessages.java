package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Hex;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;

/**
 * Reads what a server sends to a miner, and believes none of it.
 */
public final class MinerMessages {

	private static final int MAX_JOB_ID = 128;

	private static final int MAX_EXTRANONCE1 = 32;

	private static final int MIN_EXTRANONCE2_SIZE = 2;

	private static final int MAX_EXTRANONCE2_SIZE = 16;

	/** A tree of 2<sup>24</sup> transactions is larger than any block. */
	private static final int MAX_BRANCHES = 24;

	/** No transaction without witnesses is larger in a valid block. */
	private static final int MAX_COINBASE = 1_000_000;

	private static final int NOTIFY_PARAMS = 9;

	private static final long MAX_WAIT_SECONDS = 3600;

	private MinerMessages() {
	}

	/**
	 * The result of {@code mining.subscribe}.
	 * @param result the result
	 * @return the extranonce
	 * @throws ProtocolException if it makes no sense
	 */
	public static Subscription subscription(Object result) throws ProtocolException {
		if (!(result instanceof List<?> list) || list.size() < 3) {
			throw new ProtocolException(
					"subscribe result: (expected: a list of subscriptions, extranonce1 and " + "extranonce2 size)");
		}
		return subscription(sessionId(list.get(0)), list.get(1), list.get(2));
	}

	/** The parameters of {@code mining.set_extranonce}. */
	static Subscription extranonce(StratumRequest message, @Nullable String sessionId) throws ProtocolException {
		return subscription(sessionId, message.param(0), message.param(1));
	}

	private static Subscription subscription(@Nullable String sessionId, @Nullable Object extranonce1,
			@Nullable Object size) throws ProtocolException {
		if (!(size instanceof Long length) || length < MIN_EXTRANONCE2_SIZE || length > MAX_EXTRANONCE2_SIZE) {
			throw new ProtocolException("extranonce2 size: " + size + " (expected: " + MIN_EXTRANONCE2_SIZE + " to "
					+ MAX_EXTRANONCE2_SIZE + ")");
		}
		return new Subscription(sessionId, bytes("extranonce1", extranonce1, MAX_EXTRANONCE1), length.intValue());
	}

	private static @Nullable String sessionId(@Nullable Object subscriptions) {
		if (!(subscriptions instanceof List<?> list)) {
			return null;
		}
		for (Object entry : list) {
			if (entry instanceof List<?> pair && pair.size() > 1 && "mining.notify".equals(pair.get(0))
					&& pair.get(1) instanceof String id) {
				return id;
			}
		}
		return null;
	}

	/**
	 * The parameters of {@code mining.notify}.
	 * @param message the notification
	 * @return the job
	 * @throws ProtocolException if it makes no sense
	 */
	public static NotifyParams job(StratumRequest message) throws ProtocolException {
		int count = message.positional().size();
		if (count < NOTIFY_PARAMS) {
			throw new ProtocolException("mining.notify params: " + count + " (expected: " + NOTIFY_PARAMS + ")");
		}
		String jobId = message.text(0);
		if (jobId == null || jobId.isEmpty() || jobId.length() > MAX_JOB_ID) {
			throw new ProtocolException("job id: (expected: text of 1 to " + MAX_JOB_ID + " characters)");
		}
		return new NotifyParams(jobId, previousBlock(message.param(1)), bytes("coinb1", message.param(2), MAX_COINBASE),
				bytes("coinb2", message.param(3), MAX_COINBASE), branches(message.param(4)),
				number("version", message.param(5)), number("nbits", message.param(6)),
				number("ntime", message.param(7)), Boolean.TRUE.equals(message.param(count - 1)));
	}

	/** The hash comes in eight words of four bytes, each with its bytes reversed. */
	private static Hash256 previousBlock(@Nullable Object value) throws ProtocolException {
		byte[] words = exactly("prevhash", value, Hash256.LENGTH);
		byte[] internal = new byte[Hash256.LENGTH];
		for (int i = 0; i < internal.length; i++) {
			internal[i] = words[i ^ 3];
		}
		return Hash256.ofInternal(internal);
	}

	private static List<Hash256> branches(@Nullable Object value) throws ProtocolException {
		if (!(value instanceof List<?> list) || list.size() > MAX_BRANCHES) {
			throw new ProtocolException("merkle branches: (expected: a list of at most " + MAX_BRANCHES + ")");
		}
		List<Hash256> branches = new ArrayList<>(list.size());
		for (Object branch : list) {
			branches.add(Hash256.ofInternal(exactly("merkle branch", branch, Hash256.LENGTH)));
		}
		return branches;
	}

	/**
	 * The parameter of {@code mining.set_difficulty}.
	 * @param message the notification
	 * @return the difficulty, greater than 0 and finite
	 * @throws ProtocolException if it makes no sense
	 */
	public static double difficulty(StratumRequest message) throws ProtocolException {
		double difficulty = (message.param(0) instanceof Number number) ? number.doubleValue() : Double.NaN;
		if (!(difficulty > 0) || Double.isInfinite(difficulty)) {
			throw new ProtocolException("difficulty: " + message.param(0) + " (expected: > 0)");
		}
		return difficulty;
	}

	/**
	 * The parameter of {@code mining.set_version_mask}.
	 * @param message the notification
	 * @return the bits
	 * @throws ProtocolException if it makes no sense
	 */
	public static int versionMask(StratumRequest message) throws ProtocolException {
		return number("version mask", message.param(0));
	}

	/**
	 * The mask in the result of {@code mining.configure}, 0 if rolling is not granted.
	 */
	static int grantedMask(Object result, int wanted) throws ProtocolException {
		if (result instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("version-rolling"))) {
			return number("version-rolling.mask", map.get("version-rolling.mask")) & wanted;
		}
		return 0;
	}

	/** The parameters of {@code client.reconnect}. */
	static ReconnectRequest reconnect(StratumRequest message) throws ProtocolException {
		String host = message.text(0);
		long port = integer("port", message.param(1), 65535);
		long wait = integer("wait", message.param(2), MAX_WAIT_SECONDS);
		return new ReconnectRequest((host != null && !host.isEmpty()) ? host : null, (int) port,
				Duration.ofSeconds(wait));
	}

	private static long integer(String name, @Nullable Object value, long max) throws ProtocolException {
		if (value == null) {
			return 0;
		}
		try {
			long number = (value instanceof Long given) ? given : Long.parseLong(value.toString());
			return Math.max(0, Math.min(max, number));
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException(name + ": (expected: 0 to " + max + ")");
		}
	}

	private static int number(String name, @Nullable Object value) throws ProtocolException {
		long number = (value instanceof String text && text.length() == 8) ? Hex.parseNumber(text, 8) : -1;
		if (number < 0) {
			throw new ProtocolException(name + ": " + value + " (expected: 8 hexadecimal digits)");
		}
		return (int) number;
	}

	private static byte[] exactly(String name, @Nullable Object value, int length) throws ProtocolException {
		byte[] bytes = bytes(name, value, length);
		if (bytes.length != length) {
			throw new ProtocolException(name + " length: " + bytes.length + " (expected: " + length + ")");
		}
		return bytes;
	}

	private static byte[] bytes(String name, @Nullable Object value, int maxLength) throws ProtocolException {
		if (!(value instanceof String text) || text.length() > 2 * maxLength) {
			throw new ProtocolException(name + ": (expected: at most " + 2 * maxLength + " hexadecimal digits)");
		}
		byte[] bytes = Hex.parseBytes(text);
		if (bytes == null) {
			throw new ProtocolException(name + ": (expected: hexadecimal digits)");
		}
		return bytes;
	}

}
