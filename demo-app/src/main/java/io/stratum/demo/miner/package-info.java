/**
 * The built-in miners: ordinary network clients of the pool.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.demo.miner;
