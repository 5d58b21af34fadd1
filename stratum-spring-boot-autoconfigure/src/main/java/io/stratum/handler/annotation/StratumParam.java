package io.stratum.handler.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds an argument of a {@link StratumMapping} method to one positional parameter of a
 * JSON request: a text, number, boolean, enum constant, record, {@link java.util.List},
 * {@link java.util.Map}, or an {@link java.util.Optional} of these. A number may come as
 * a text, and a text as a number.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StratumParam {

	/**
	 * The position of the parameter.
	 * @return the position, from 0
	 */
	int value();

	/**
	 * Whether a request without the parameter, or with null in its place, is answered
	 * with error 20, "Malformed parameter". Never so for an {@link java.util.Optional}.
	 * @return false to get null instead
	 */
	boolean required() default true;

}
