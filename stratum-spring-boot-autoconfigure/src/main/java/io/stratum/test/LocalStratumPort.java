package io.stratum.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AliasFor;

/**
 * Injects the port on which a listener was bound into a field or parameter of a test:
 *
 * <pre class="code">
 * &#64;SpringBootTest(properties = "stratum.listeners.tcp.port=0")
 * class PoolTests {
 *
 *     &#64;LocalStratumPort
 *     int port;
 *
 * }
 * </pre>
 *
 * The port is known once the context has started: it cannot be injected into beans.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("")
public @interface LocalStratumPort {

	/**
	 * The name of the listener, such as {@code tls}.
	 * @return the name; none for the only listener there is
	 */
	@AliasFor(annotation = Value.class, attribute = "value")
	String value() default "${local.stratum.port}";

}
