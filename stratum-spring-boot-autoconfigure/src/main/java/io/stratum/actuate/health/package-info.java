/**
 * Health of the server and its work.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.actuate.health;
