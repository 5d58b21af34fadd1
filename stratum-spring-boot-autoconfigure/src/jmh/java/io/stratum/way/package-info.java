/**
 * Counts what a share passes on its way through the code.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.way;
