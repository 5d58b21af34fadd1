/**
 * The policies that a pool supplies and the vocabulary they speak; no I/O, no threads.
 * <p>
 * {@link io.stratum.mining.BlockTemplateSource} is the one that makes an application a
 * pool. {@link io.stratum.mining.BlockSubmitter} takes its blocks to the network,
 * {@link io.stratum.mining.WorkerAuthenticator} says who may mine,
 * {@link io.stratum.mining.PayoutPolicy} whom blocks pay,
 * {@link io.stratum.mining.ShareRecorder} keeps the shares, and
 * {@link io.stratum.mining.MiningListener} hears of all of it. The packages below are how
 * the engine works.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining;
