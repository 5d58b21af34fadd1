/**
 * The mining engine as sessions see it, put together of its parts: logins, channels, and
 * the way of work to the miners and of shares back.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine;
