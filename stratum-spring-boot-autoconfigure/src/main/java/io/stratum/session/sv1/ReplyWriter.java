package io.stratum.session.sv1;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * Turns replies into lines, and does what follows them. Used on the loop only.
 */
final class ReplyWriter {

	private static final System.Logger logger = System.getLogger(ReplyWriter.class.getName());

	private ReplyWriter() {
	}

	/**
	 * Writes a reply that is neither later nor followed by something.
	 * @return the outcome, as a {@link io.stratum.session.SessionObserver} is told
	 */
	static String write(LineOutput output, StratumRequest request, Reply reply) {
		if (reply instanceof Reply.None) {
			return "none";
		}
		StratumError error = (reply instanceof Reply.Failure failure) ? failure.error() : StratumError.INTERNAL;
		if (reply instanceof Reply.Result result) {
			try {
				output.result(request.id(), result.value());
				return "success";
			}
			catch (IllegalArgumentException ex) {
				logger.log(System.Logger.Level.WARNING, "Result of '" + request.method() + "' cannot be encoded", ex);
			}
		}
		output.error(request.id(), error);
		return (error == StratumError.INTERNAL) ? "failure" : "error";
	}

	static boolean isGranted(Reply reply) {
		return reply instanceof Reply.Result result && result.value() != null && result.value() != Boolean.FALSE;
	}

	/**
	 * Does what follows a reply, the innermost first.
	 */
	static void follow(Reply reply, String method) {
		if (reply instanceof Reply.Followed followed) {
			follow(followed.reply(), method);
			try {
				followed.action().run();
			}
			catch (RuntimeException ex) {
				logger.log(System.Logger.Level.WARNING, "What follows the reply to '" + method + "' failed", ex);
			}
		}
	}

}
