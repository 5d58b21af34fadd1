/**
 * Makes the mining engine of an application's policies and of {@code stratum.mining.*}.
 * Beans of the engine and the defaults of its policies belong here; what they do is in
 * {@code engine} and {@code mining}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.mining;
