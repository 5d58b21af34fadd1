package io.stratum.protocol.sv1;

/**
 * A value that is encoded already.
 *
 * @param utf8 one JSON value without line breaks; shared, not copied
 */
public record RawJson(byte[] utf8) {

}
