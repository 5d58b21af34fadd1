package io.stratum.handler.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes a method of a {@link StratumController} answer for the exceptions of that
 * controller's {@link StratumMapping} methods. The closest type wins; if none fits the
 * exception, its causes are tried. For all controllers alike use a
 * {@link io.stratum.handler.invocation.StratumInterceptor}.
 * <p>
 * Arguments: the exception, {@link io.stratum.session.StratumSession}, the message, the
 * {@link io.stratum.mining.Worker} and {@link StratumSessionScope @StratumSessionScope}
 * beans. Return types and threads are those of {@link StratumMapping}: most return a
 * {@link io.stratum.session.StratumError}. An exception thrown by the method itself is
 * not handled again: the peer gets "Internal error".
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(StratumMappingReflectiveProcessor.class)
public @interface StratumExceptionHandler {

	/**
	 * The types of exceptions to handle.
	 * @return the types; none for the type of the exception argument
	 */
	Class<? extends Throwable>[] value() default {};

}
