package io.stratum.protocol.sv1;

/**
 * A Stratum V1 message: a JSON object on a line of its own.
 */
public sealed interface Sv1Message permits StratumRequest, Sv1Response {

}
