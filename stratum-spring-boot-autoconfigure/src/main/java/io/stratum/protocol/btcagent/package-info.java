/**
 * BTCAgent: the binary frames that an agent, which stands for many miners on one
 * connection, and its pool send between JSON lines of Stratum V1. All integers are
 * little-endian.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.btcagent;
