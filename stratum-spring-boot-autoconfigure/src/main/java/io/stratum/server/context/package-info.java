/**
 * A stratum server as part of an application context: its lifecycle, the event of its
 * start, the local port. What needs Spring's context but no transport belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.context;
