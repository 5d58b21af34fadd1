package io.stratum.protocol.sv1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hex;
import io.stratum.protocol.ProtocolException;

/**
 * A message of a server that is not answered. {@link Notify}, the most frequent one,
 * writes its line itself.
 */
public sealed interface Sv1Notification {

	/**
	 * The method.
	 * @return its name
	 */
	String method();

	/**
	 * The parameters, as {@link Sv1Encoder} writes them.
	 * @return the list
	 */
	List<? extends @Nullable Object> params();

	/**
	 * {@code mining.set_difficulty}: the difficulty of shares from the next job on.
	 *
	 * @param difficulty the difficulty, greater than 0 and finite
	 */
	record SetDifficulty(double difficulty) implements Sv1Notification {

		/** The method. */
		public static final String METHOD = "mining.set_difficulty";

		/**
		 * Reads the parameter.
		 * @param message the notification
		 * @return the difficulty
		 * @throws ProtocolException if it makes no sense
		 */
		public static SetDifficulty decode(StratumRequest message) throws ProtocolException {
			double difficulty = (message.param(0) instanceof Number number) ? number.doubleValue() : Double.NaN;
			if (!(difficulty > 0) || Double.isInfinite(difficulty)) {
				throw new ProtocolException("difficulty: " + message.param(0) + " (expected: > 0)");
			}
			return new SetDifficulty(difficulty);
		}

		@Override
		public String method() {
			return METHOD;
		}

		@Override
		public List<Double> params() {
			return List.of(this.difficulty);
		}

	}

	/**
	 * {@code mining.set_extranonce}: the extranonce of the jobs from the next one on.
	 *
	 * @param extranonce1 the server's part; do not modify
	 * @param extranonce2Size the length of the miner's part in bytes
	 */
	record SetExtranonce(byte[] extranonce1, int extranonce2Size) implements Sv1Notification {

		/** The method. */
		public static final String METHOD = "mining.set_extranonce";

		/**
		 * Reads the parameters.
		 * @param message the notification
		 * @return the extranonce
		 * @throws ProtocolException if it makes no sense
		 */
		public static SetExtranonce decode(StratumRequest message) throws ProtocolException {
			return new SetExtranonce(ServerFields.extranonce1(message.param(0)),
					ServerFields.extranonce2Size(message.param(1)));
		}

		@Override
		public String method() {
			return METHOD;
		}

		@Override
		public List<Object> params() {
			return List.of(HexFormat.of().formatHex(this.extranonce1), this.extranonce2Size);
		}

	}

	/**
	 * {@code mining.set_version_mask} (BIP310).
	 *
	 * @param mask the version bits that may be rolled
	 */
	record SetVersionMask(int mask) implements Sv1Notification {

		/** The method. */
		public static final String METHOD = "mining.set_version_mask";

		/**
		 * Reads the parameter.
		 * @param message the notification
		 * @return the mask
		 * @throws ProtocolException if it makes no sense
		 */
		public static SetVersionMask decode(StratumRequest message) throws ProtocolException {
			return new SetVersionMask(ServerFields.number("version mask", message.param(0)));
		}

		@Override
		public String method() {
			return METHOD;
		}

		@Override
		public List<String> params() {
			return List.of(Hex.format(this.mask));
		}

	}

	/**
	 * {@code client.reconnect}.
	 *
	 * @param host where to connect to, or null for the same host
	 * @param port the port, 0 for the same
	 * @param waitSeconds how long to wait before, at most an hour when it was read
	 */
	record Reconnect(@Nullable String host, int port, int waitSeconds) implements Sv1Notification {

		/** The method. */
		public static final String METHOD = "client.reconnect";

		private static final int MAX_PORT = 65535;

		private static final int MAX_WAIT_SECONDS = 3600;

		/**
		 * Reads the parameters, of which each may be missing.
		 * @param message the notification
		 * @return where to connect to
		 * @throws ProtocolException if it makes no sense
		 */
		public static Reconnect decode(StratumRequest message) throws ProtocolException {
			String host = message.text(0);
			return new Reconnect((host != null && !host.isEmpty()) ? host : null,
					ServerFields.clamped("port", message.param(1), MAX_PORT),
					ServerFields.clamped("wait", message.param(2), MAX_WAIT_SECONDS));
		}

		@Override
		public String method() {
			return METHOD;
		}

		@Override
		public List<@Nullable Object> params() {
			boolean same = this.host == null && this.port == 0 && this.waitSeconds == 0;
			return same ? List.of() : Arrays.asList(this.host, this.port, this.waitSeconds);
		}

	}

	/**
	 * {@code client.show_message}: a text for people.
	 *
	 * @param text the text, without control characters when it was read
	 */
	record ShowMessage(String text) implements Sv1Notification {

		/** The method. */
		public static final String METHOD = "client.show_message";

		/**
		 * Reads the parameter.
		 * @param message the notification
		 * @return the text, or null if there is none
		 */
		public static @Nullable ShowMessage decode(StratumRequest message) {
			String text = message.text(0);
			return (text != null) ? new ShowMessage(ServerFields.printable(text)) : null;
		}

		@Override
		public String method() {
			return METHOD;
		}

		@Override
		public List<String> params() {
			return List.of(this.text);
		}

	}

}
