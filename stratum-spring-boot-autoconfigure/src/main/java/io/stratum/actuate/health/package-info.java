/**
 * The health of a server, its work and its nodes. A health contributor belongs here; it
 * asks and never decides.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate.health;
