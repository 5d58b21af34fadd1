/**
 * A pool to be measured under load.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.load;
