/**
 * The embedded chain: where work comes from and where blocks are judged.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.demo.chain;
