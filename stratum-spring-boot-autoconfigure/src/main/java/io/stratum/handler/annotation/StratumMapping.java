package io.stratum.handler.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes a method of a {@link StratumController} the handler of a message. A method that
 * the starter serves itself, such as {@code mining.authorize}, is replaced by the user's;
 * two methods of the user for the same message stop the start.
 *
 * <h2>Arguments</h2> In any order, each chosen by its type or annotation:
 * <ul>
 * <li>{@link io.stratum.session.StratumSession}: the session that sent the message. To
 * send to it, take it as {@link io.stratum.session.JsonPeer} with a JSON request or a
 * message of an agent, as {@code Sv2Peer} with a message of Stratum V2; of the wrong
 * dialect it is refused at start.</li>
 * <li>A record: the parameters of a JSON request. Positional parameters are bound to its
 * components in their order; a missing trailing one is null, and an error for a component
 * of a primitive type; surplus ones are ignored. Named parameters are bound by name. A
 * record with a method {@code public static R decode(StratumRequest)} reads the request
 * itself, and refuses it by null: so do the messages in {@code io.stratum.protocol.sv1}.
 * One such argument at most.</li>
 * <li>{@link StratumParam @StratumParam}: a single positional parameter.</li>
 * <li>{@link io.stratum.protocol.sv1.StratumRequest}: the JSON request as it came.</li>
 * <li>A message of a binary dialect: for a mapping without a name, which is called for
 * messages of exactly that type.</li>
 * <li>{@link io.stratum.mining.Worker}: the authorized worker. If the session has
 * several, the one whose name is the first parameter. Without one the peer gets error 24
 * and the method is not called.</li>
 * <li>A {@link StratumSessionScope @StratumSessionScope} bean: the session's own
 * instance.</li>
 * <li>Whatever a bean of type
 * {@link io.stratum.handler.invocation.HandlerMethodArgumentResolver} supports; these are
 * asked first.</li>
 * </ul>
 * Parameters that cannot be bound are answered with error 20, "Malformed parameter", and
 * the method is not called. The values are bound by a JSON mapper of the starter's own:
 * settings of the application's mapper have no effect on the wire.
 *
 * <h2>Return types</h2>
 * <ul>
 * <li>A value is the result. Texts, numbers, booleans, lists and maps are written as they
 * are, anything else, such as a record or an enum, as Jackson does it.</li>
 * <li>{@code null}, an empty {@link java.util.Optional} and an empty {@code Mono} are the
 * result {@code null}.</li>
 * <li>{@code Mono} and {@link java.util.concurrent.CompletionStage} of any of these: the
 * result comes later. Later requests go on; their replies wait, since replies leave in
 * the order of the requests.</li>
 * <li>{@code void}, {@link Void}, {@code Mono<Void>} and {@code CompletionStage<Void>}:
 * no reply, on purpose.</li>
 * <li>{@link io.stratum.session.StratumError}, returned or thrown as
 * {@link io.stratum.session.StratumErrorException}: an error.</li>
 * <li>{@link io.stratum.session.Reply}: any of these, said explicitly.</li>
 * </ul>
 * {@code Flux}, other publishers and a plain {@link java.util.concurrent.Future} stop the
 * start. An exception goes to the {@link StratumExceptionHandler} methods of the
 * controller; without one the peer gets "Internal error", and the text of the exception
 * stays in the log.
 *
 * <h2>Threads</h2> A method with a plain return type may block: it runs on the
 * application's task executor, one call at a time per session. A method that returns a
 * {@code Mono} or {@code CompletionStage}, or that is marked {@link NonBlocking}, runs on
 * the event loop of the session and must not block. The calls of one session start in the
 * order of its requests; sessions do not wait for each other. If the executor takes no
 * task, the peer gets error 20, "Server busy". Calls that have not started when the
 * session ends are dropped. A call that takes longer than
 * {@code stratum.handler.timeout}, also one whose {@code Mono} or stage has not completed
 * by then, is answered with "Internal error": its thread is interrupted, its {@code Mono}
 * cancelled, and what comes of it later is dropped.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(StratumMappingReflectiveProcessor.class)
public @interface StratumMapping {

	/**
	 * The names of the methods to handle, such as {@code mining.authorize}.
	 * @return names of 1 to 255 characters; none for a message of a binary dialect, which
	 * is mapped by the type of the argument
	 */
	String[] value() default {};

}
