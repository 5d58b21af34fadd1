/**
 * What a BTCAgent connection means: a Stratum V1 session that stands for many miners.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.btcagent;
