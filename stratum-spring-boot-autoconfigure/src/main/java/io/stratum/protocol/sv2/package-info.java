/**
 * Stratum V2: frames, and the messages of the common and mining protocols and of the
 * extensions 0x0001 (negotiation) and 0x0002 (worker identity). U32 fields are ints, and
 * the U64 field is a long, of the same 32 or 64 bits; compare them as unsigned ones.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol.sv2;
