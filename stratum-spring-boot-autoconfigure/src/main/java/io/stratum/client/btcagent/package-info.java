/**
 * A client that speaks for many miners as an agent does. What is particular to agents on
 * the client's side belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client.btcagent;
