/**
 * Where code of the application runs that may block, fail or hang: threads of its own for
 * each kind of work, calls that are limited in time, and what is known and logged of the
 * beans that do not do their work. Nothing of mining may enter, only the JDK.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.room;
