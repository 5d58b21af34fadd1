/**
 * Finds handler beans and adapts their methods to the session contract.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.support;
