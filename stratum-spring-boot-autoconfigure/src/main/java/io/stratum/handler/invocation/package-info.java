/**
 * How a handler method is called: argument resolvers, return values, interceptors.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.invocation;
