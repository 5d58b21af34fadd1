package io.stratum.handler.invocation;

import io.stratum.mining.RejectReason;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * What the peer sent cannot be bound to an argument. The peer gets error 20, "Malformed
 * parameter" with the parameter's position or name. Nothing the peer sent is in the
 * texts.
 */
public class MethodArgumentResolutionException extends StratumErrorException {

	private static final long serialVersionUID = 1L;

	private final String detail;

	/**
	 * Creates the exception.
	 * @param parameter the position or name of the parameter, empty for all of them
	 * @param detail actual and expected, for the debug log only
	 */
	public MethodArgumentResolutionException(String parameter, String detail) {
		super(error(parameter));
		this.detail = detail;
	}

	private static StratumError error(String parameter) {
		String text = RejectReason.MALFORMED.text();
		return StratumError.of(RejectReason.MALFORMED, parameter.isEmpty() ? text : text + " " + parameter);
	}

	@Override
	public String getMessage() {
		return super.getMessage() + ": " + this.detail;
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
