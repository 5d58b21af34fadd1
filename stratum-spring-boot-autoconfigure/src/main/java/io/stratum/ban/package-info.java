/**
 * Bans in force: the copy that decisions are made by, what follows an offence, and the
 * way to the store, off the loops.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.ban;
