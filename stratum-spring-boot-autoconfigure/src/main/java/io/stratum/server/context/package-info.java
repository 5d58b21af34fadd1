/**
 * The life of the server inside an application context.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server.context;
