/**
 * What applications can add to the calls of their handlers: argument resolvers and
 * interceptors. Contracts for users belong here; annotations are in {@code
 * handler.annotation}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.invocation;
