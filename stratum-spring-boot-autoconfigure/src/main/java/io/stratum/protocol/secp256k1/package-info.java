/**
 * The curve of Bitcoin on fixed limbs, as far as handshakes need it: ElligatorSwift, and
 * products with secret scalars of which only the x is wanted. The library has a
 * constant-time multiplication of any point, but takes several times as long for it. What
 * handshakes do not need is left to the library, and so is inversion.
 * <p>
 * Where a secret is involved, no branch and no index depends on it. That is what code in
 * Java can promise; two things are beyond it. Compiled code takes one instruction for the
 * upper half of a product, but until {@link java.lang.Math#multiplyHigh} is compiled,
 * that of JDK 17 branches on the signs of its operands. And secrets stay in memory until
 * they are overwritten by others.
 */
@NullMarked
package io.stratum.protocol.secp256k1;

import org.jspecify.annotations.NullMarked;
