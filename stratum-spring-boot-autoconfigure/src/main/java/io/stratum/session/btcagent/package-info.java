/**
 * What a BTCAgent connection means: a Stratum V1 session that stands for many miners,
 * with their jobs and difficulties. Only what agents do otherwise than miners belongs
 * here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.btcagent;
