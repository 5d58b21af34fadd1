/**
 * What the pool remembers: accepted shares and found blocks.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.demo.pool;
