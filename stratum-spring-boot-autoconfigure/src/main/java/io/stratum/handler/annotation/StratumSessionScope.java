package io.stratum.handler.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Scope;

/**
 * Gives each stratum session an instance of its own of a bean: the state of a session,
 * with the bean's dependencies injected. A handler method takes it as an argument; it is
 * created by the first call that asks for it and destroyed when the session ended, after
 * the blocking call that may still be running. It cannot be injected into a singleton.
 * <p>
 * Methods that run on the event loop and methods that may block can use the instance at
 * the same time.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope(StratumSessionScope.NAME)
public @interface StratumSessionScope {

	/** The name of the scope. */
	String NAME = "stratumSession";

}
