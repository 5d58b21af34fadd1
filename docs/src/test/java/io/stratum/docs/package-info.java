/**
 * The code that the guide shows, compiled and tested.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.docs;
