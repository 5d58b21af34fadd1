/**
 * What becomes of a share: its verdict, its block, its record. What follows a submitted
 * share belongs here; whether it is good is decided in {@code mining.share}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine.share;
