package io.stratum.node;

/**
 * An answer is not what it must be. The text says which part, without the node.
 */
final class InvalidAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final NodeFailure failure;

	InvalidAnswerException(String message) {
		this(NodeFailure.MALFORMED, message);
	}

	InvalidAnswerException(NodeFailure failure, String message) {
		super(message);
		this.failure = failure;
	}

	NodeFailure failure() {
		return this.failure;
	}

}
