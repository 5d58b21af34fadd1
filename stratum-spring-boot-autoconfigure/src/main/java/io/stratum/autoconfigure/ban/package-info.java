/**
 * Makes the bans of {@code stratum.ban.*} and starts and stops them. Beans of bans belong
 * here; what they do is in {@code ban}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.ban;
