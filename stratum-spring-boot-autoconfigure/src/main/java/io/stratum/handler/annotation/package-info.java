/**
 * Annotations that turn a bean's methods into message handlers.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.annotation;
