/**
 * Auto-configuration of bans.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.ban;
