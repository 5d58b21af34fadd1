/**
 * A BTCAgent from its own side: many workers behind one connection.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client.btcagent;
