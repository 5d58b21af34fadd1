/**
 * What an engine runs on: its settings, what the pool supplies, clocks, threads and the
 * log of failures.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine.runtime;
