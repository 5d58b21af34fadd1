package io.stratum.faults;

/**
 * What is wrong with a bean.
 */
enum Trouble {

	/** Its calls do not return, and heed no interrupt. */
	HANGS,

	/** Its calls throw an exception. */
	THROWS,

	/** Its calls throw an error. */
	ERRS,

	/** Its calls return null. */
	GIVES_NULL,

	/** Its calls return well, but after their time limit. */
	ANSWERS_LATE

}
