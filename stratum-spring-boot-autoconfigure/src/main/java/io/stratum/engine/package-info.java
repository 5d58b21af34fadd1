/**
 * Runs the mining engine: polls templates, calls the policies off the event loops,
 * batches shares, submits blocks.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine;
