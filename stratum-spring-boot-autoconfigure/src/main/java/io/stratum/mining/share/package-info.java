/**
 * The check of a share, its verdict, and the shares that were seen.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.share;
