/**
 * Auto-configuration of health and endpoints.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.actuate;
