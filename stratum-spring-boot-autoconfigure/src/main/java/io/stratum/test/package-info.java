/**
 * Support for tests of stratum applications.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.test;
