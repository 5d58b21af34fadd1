/**
 * How bytes get to a server and back: TCP, TLS, WebSocket and the encryption of Stratum
 * V2, below all dialects of the client.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.client.transport;
