package io.stratum.protocol.sv1;

import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetExtranonce;

/**
 * The result of {@code mining.subscribe}.
 *
 * @param sessionId what to ask for when resuming the session, or null
 * @param extranonce1 the server's part of the extranonce; do not modify
 * @param extranonce2Size the length of the miner's part in bytes, 2 to 16 when it was
 * read
 */
public record Subscription(@Nullable String sessionId, byte[] extranonce1, int extranonce2Size) {

	/**
	 * Reads the result.
	 * @param result the result
	 * @return the subscription
	 * @throws ProtocolException if it makes no sense
	 */
	public static Subscription decode(@Nullable Object result) throws ProtocolException {
		if (!(result instanceof List<?> list) || list.size() < 3) {
			throw new ProtocolException(
					"subscribe result: (expected: a list of subscriptions, extranonce1 and extranonce2 size)");
		}
		return new Subscription(sessionId(list.get(0)), ServerFields.extranonce1(list.get(1)),
				ServerFields.extranonce2Size(list.get(2)));
	}

	private static @Nullable String sessionId(@Nullable Object subscriptions) {
		if (subscriptions instanceof List<?> list) {
			for (Object entry : list) {
				if (entry instanceof List<?> pair && pair.size() > 1 && Notify.METHOD.equals(pair.get(0))
						&& pair.get(1) instanceof String id) {
					return id;
				}
			}
		}
		return null;
	}

	/**
	 * The result as {@link Sv1Encoder} writes it.
	 * @return the list
	 */
	public List<Object> result() {
		String id = String.valueOf(this.sessionId);
		return List.of(List.of(List.of(SetDifficulty.METHOD, id), List.of(Notify.METHOD, id)),
				HexFormat.of().formatHex(this.extranonce1), this.extranonce2Size);
	}

	/**
	 * The same subscription with another extranonce.
	 * @param changed the extranonce
	 * @return the subscription
	 */
	public Subscription with(SetExtranonce changed) {
		return new Subscription(this.sessionId, changed.extranonce1(), changed.extranonce2Size());
	}

}
