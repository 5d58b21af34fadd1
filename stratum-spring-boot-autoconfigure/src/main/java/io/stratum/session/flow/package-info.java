/**
 * What keeps a session within bounds in every dialect: how much it may send, what waits,
 * and how long.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.session.flow;
