/**
 * Values and byte arithmetic of Bitcoin blocks: hashes, targets, headers, merkle paths.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.bitcoin;
