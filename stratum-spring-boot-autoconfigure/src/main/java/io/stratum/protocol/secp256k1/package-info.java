/**
 * The curve of Bitcoin on fixed limbs, as far as handshakes need it: ElligatorSwift and
 * products with secret scalars, of which only the x is wanted. What a handshake does not
 * need is left to the library.
 */
@NullMarked
package io.stratum.protocol.secp256k1;

import org.jspecify.annotations.NullMarked;
