/**
 * Support for tests of stratum applications: the port of a listener
 * ({@link io.stratum.test.LocalStratumPort}), a peer that does what a test says
 * ({@link io.stratum.test.ScriptedMiner}), and shares for its jobs
 * ({@link io.stratum.test.ShareMaker}).
 */
@org.jspecify.annotations.NullMarked
package io.stratum.test;
