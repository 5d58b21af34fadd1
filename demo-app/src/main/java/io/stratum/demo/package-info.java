/**
 * A pool in one command: an embedded chain, built-in miners and a status page.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.demo;
