/**
 * Auto-configuration and properties.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure;
