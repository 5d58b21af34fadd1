package io.stratum.session;

/**
 * A stratum dialect.
 */
public enum Dialect {

	/** Stratum V1: JSON lines. */
	SV1

}
