/**
 * Stratum servers and mining pools as Spring Boot applications.
 * <p>
 * The packages are the way of a share, from the socket to the verdict: {@code server} has
 * the bytes, {@code protocol} the messages of each dialect, {@code session} what they
 * mean on a connection, {@code engine} the work and what becomes of shares,
 * {@code mining} the verdict, and {@code bitcoin} the arithmetic. Beside it
 * {@code handler} calls the methods of the application, {@code metrics} and
 * {@code actuate} watch, and {@code autoconfigure} puts it all together; nothing imports
 * that. {@code client} is the other side, {@code test} helps to test applications. Each
 * package imports only what stands further down the way.
 * <p>
 * An application needs the annotations of {@code handler.annotation} for methods of its
 * own, the interfaces of {@link io.stratum.mining} for a pool, and
 * {@link io.stratum.session.StratumSession}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum;
