package io.stratum.mining;

/**
 * A stratum dialect.
 */
public enum Dialect {

	/** Stratum V1: JSON lines. */
	SV1,

	/** Stratum V2: binary frames. */
	SV2,

	/** BTCAgent: binary frames of many miners between the lines of Stratum V1. */
	BTCAGENT

}
