/**
 * Bans: what is banned and why, the policy that decides, and the store that servers of
 * one pool share. Does no I/O and reads no clock.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.ban;
