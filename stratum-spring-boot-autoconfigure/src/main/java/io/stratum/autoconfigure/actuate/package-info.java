/**
 * Makes endpoints and health contributors where Actuator is there. Beans of Actuator
 * belong here; what they show is in {@code actuate}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.actuate;
