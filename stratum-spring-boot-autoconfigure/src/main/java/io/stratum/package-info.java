/**
 * The package map.
 */
@org.jspecify.annotations.NullMarked
package io.stratum;
