package io.stratum.handler.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean whose {@link StratumMapping} methods handle stratum messages. Found by
 * component scanning, and as well when it is declared with {@code @Bean}. The bean may
 * have any scope; a prototype is created anew for each call.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface StratumController {

	/**
	 * The name of the bean.
	 * @return the name, empty for a generated one
	 */
	@AliasFor(annotation = Component.class)
	String value() default "";

}
