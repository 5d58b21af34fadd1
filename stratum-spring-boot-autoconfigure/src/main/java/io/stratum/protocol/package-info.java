/**
 * What the codecs of all dialects share: their exceptions. Bytes to messages and back
 * belong below; nothing here knows a session.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.protocol;
