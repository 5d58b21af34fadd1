/**
 * Annotations that turn a bean's methods into message handlers, beginning with
 * {@link io.stratum.handler.annotation.StratumController} and
 * {@link io.stratum.handler.annotation.StratumMapping}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.handler.annotation;
