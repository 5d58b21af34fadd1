/**
 * What Actuator shows of a server. Endpoints and health are in the packages below; this
 * one holds nothing.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate;
