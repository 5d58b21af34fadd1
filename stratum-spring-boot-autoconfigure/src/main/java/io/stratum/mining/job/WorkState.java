package io.stratum.mining.job;

/**
 * What a work is worth at a moment. It only moves on, never back.
 */
public enum WorkState {

	/** Its shares count. */
	ACTIVE,

	/** Its shares do not count, but may be blocks. */
	STALE,

	/** It is forgotten. */
	DEAD

}
