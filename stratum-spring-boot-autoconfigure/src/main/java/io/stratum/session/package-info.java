/**
 * What a connection means: sessions, their registry, and the one contract by which
 * messages are handled.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session;
