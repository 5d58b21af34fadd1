package io.stratum.node;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A node did not do what it was asked. The message names the node, its URL without
 * credentials, the method and the reason.
 */
public final class NodeException extends IOException {

	private static final long serialVersionUID = 1L;

	private final NodeFailure failure;

	private final long code;

	NodeException(NodeFailure failure, long code, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
		this.code = code;
	}

	/**
	 * What kind of failure it is.
	 * @return the kind
	 */
	public NodeFailure failure() {
		return this.failure;
	}

	/**
	 * The error code of the method.
	 * @return the code, or 0 if the node did not give one
	 */
	public long code() {
		return this.code;
	}

}
