/**
 * Makes work of templates, and of work the jobs of each payout.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine.work;
