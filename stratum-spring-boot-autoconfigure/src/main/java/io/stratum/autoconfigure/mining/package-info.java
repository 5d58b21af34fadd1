/**
 * Auto-configuration of the mining engine and of its policies.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.mining;
