/**
 * Binds the meters to the registry of the application. Beans of meters belong here; what
 * is measured is in {@code metrics}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.metrics;
