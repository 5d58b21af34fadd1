/**
 * Jobs: how they are built of templates, kept for late shares, and made blocks. What
 * concerns work that can be mined belongs here; it does no I/O and reads no clock.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.job;
