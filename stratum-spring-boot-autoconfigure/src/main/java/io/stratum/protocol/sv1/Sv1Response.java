package io.stratum.protocol.sv1;

import org.jspecify.annotations.Nullable;

/**
 * A response to a request.
 *
 * @param id the id of the request, in the same types as {@link StratumRequest#id()}
 * @param result the result
 * @param error the error: usually a list of code, text and null
 */
public record Sv1Response(@Nullable Object id, @Nullable Object result, @Nullable Object error) implements Sv1Message {

}
