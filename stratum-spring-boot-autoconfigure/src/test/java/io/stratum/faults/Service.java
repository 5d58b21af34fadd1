package io.stratum.faults;

/**
 * What a pool does for its miners.
 */
enum Service {

	/** A new tip reaches the miners of each dialect. */
	TIP,

	/** A share is judged and acknowledged. */
	SHARE,

	/** Who comes is told whether it may mine. */
	LOGIN,

	/** A block reaches the nodes. */
	BLOCK,

	/** A handler of the application answers. */
	HANDLER

}
