/**
 * A bitcoind-style node by JSON-RPC: its client, what its answers mean, templates of one
 * or several nodes, and where their blocks go. What talks to a node belongs here; it
 * knows the policies of {@code mining} and nothing of sessions or of the engine.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.node;
