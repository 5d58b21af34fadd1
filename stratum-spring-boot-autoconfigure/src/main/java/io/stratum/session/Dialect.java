package io.stratum.session;

/**
 * A stratum dialect.
 */
public enum Dialect {

	/** Stratum V1: JSON lines. */
	SV1,

	/** BTCAgent: binary frames of many miners between the lines of Stratum V1. */
	BTCAGENT

}
