/**
 * Finds the handler methods of an application and calls them as the sessions' message
 * handlers. What adapts user code to a session belongs here; what a user may implement is
 * in {@code handler.invocation}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.support;
