package io.stratum.protocol.sv1;

import org.jspecify.annotations.Nullable;

/**
 * {@code mining.authorize}.
 *
 * @param user the worker: 1 to 255 characters without control characters and half
 * surrogate pairs, which make different names the same when they are encoded
 * @param password the password, empty if missing or null; at most 255 characters
 */
public record Authorize(String user, String password) {

	private static final int MAX_LENGTH = 255;

	/**
	 * Reads the parameters.
	 * @param request the request
	 * @return the parameters, or null if they are not what they must be
	 */
	public static @Nullable Authorize decode(StratumRequest request) {
		String user = request.text(0);
		Object second = request.param(1);
		String password = (second != null) ? second.toString() : "";
		if (user == null || !isWorkerName(user) || password.length() > MAX_LENGTH) {
			return null;
		}
		return new Authorize(user, password);
	}

	private static boolean isWorkerName(String text) {
		return !text.isEmpty() && text.length() <= MAX_LENGTH && text.codePoints().noneMatch(Authorize::isUnfit);
	}

	private static boolean isUnfit(int character) {
		return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
	}

	@Override
	public String toString() {
		return "Authorize[user=" + this.user + "]";
	}

}
