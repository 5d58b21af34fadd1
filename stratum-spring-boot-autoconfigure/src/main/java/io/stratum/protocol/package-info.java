/**
 * What all dialects share on the way between bytes and messages.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol;
