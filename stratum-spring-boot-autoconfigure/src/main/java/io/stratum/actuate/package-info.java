/**
 * Actuator endpoints and health.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate;
