/**
 * What becomes of a share: its verdict, its block, its record.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine.share;
