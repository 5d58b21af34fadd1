/**
 * Makes work of templates, and of work the jobs of each payout. What happens between a
 * template source and the jobs of sessions belongs here.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.engine.work;
