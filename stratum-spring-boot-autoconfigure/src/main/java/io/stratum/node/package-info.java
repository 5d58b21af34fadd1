/**
 * Work from, and blocks to, nodes that speak the JSON-RPC of bitcoind.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.node;
