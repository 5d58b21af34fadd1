/**
 * What is measured, in one documented list, and the listeners that measure it. A meter
 * that is not in the list has no place; a tag never carries what a peer chose.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.metrics;
