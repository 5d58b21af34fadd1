/**
 * The endpoints of servers, sessions and bans. What an operator reads or changes over
 * Actuator belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate.endpoint;
