/**
 * Actuator endpoints.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate.endpoint;
