package io.stratum.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.client.transport.ByteConnection;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.ResponseError;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * A connection that speaks Stratum V1. All its state changes on the event loop.
 */
final class LineConnection extends ClientLink implements StratumConnection {

	private static final Log logger = LogFactory.getLog(LineConnection.class);

	private final StratumListener listener;

	private final PendingAnswers<Long, @Nullable Object> calls;

	private final Sv1Decoder decoder;

	private long lastId;

	LineConnection(ByteConnection bytes, StratumListener listener) {
		super(bytes);
		this.listener = listener;
		this.calls = new PendingAnswers<>(bytes, "calls");
		this.decoder = new Sv1Decoder(bytes.settings().maxLineLength());
	}

	@Override
	public Mono<Object> call(String method, @Nullable Object... params) {
		List<@Nullable Object> copy = Arrays.asList(params.clone());
		return onLoop((sink) -> {
			this.calls.checkRoom();
			long id = this.lastId + 1;
			bytes().send((line) -> Sv1Encoder.request(line, id, method, copy), true);
			this.lastId = id;
			this.calls.add(id, "response to \"" + method + "\"", sink, (answer) -> answer);
		});
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		bytes().send((line) -> Sv1Encoder.request(line, null, method, Arrays.asList(params)), true);
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return bytes().remoteAddress();
	}

	@Override
	public boolean isOpen() {
		return bytes().isOpen();
	}

	@Override
	public void close() {
		bytes().close();
	}

	@Override
	public Mono<Void> closed() {
		return bytes().closed();
	}

	@Override
	public void received(ByteBuf in) throws ProtocolException {
		while (bytes().failure() == null) {
			Sv1Message message = this.decoder.decode(in);
			if (message == null) {
				return;
			}
			received(message);
		}
	}

	@Override
	public void endOfFrame() throws ProtocolException {
		Sv1Message message = this.decoder.endOfFrame();
		if (message != null) {
			received(message);
		}
	}

	private void received(Sv1Message message) throws ProtocolException {
		if (message instanceof Sv1Response response) {
			answered(response);
		}
		else if (message instanceof StratumRequest request) {
			if (request.hasId() && request.id() != null) {
				bytes().send((line) -> answer(line, request), true);
			}
			else {
				notified(request);
			}
		}
	}

	private void answered(Sv1Response response) throws ProtocolException {
		if (response.error() != null) {
			ResponseError error = ResponseError.decode(response.error());
			this.calls.refuse(response.id(), new StratumErrorException(StratumError.of(error.code(), error.message())));
		}
		else {
			this.calls.answer(response.id(), response.result());
		}
	}

	private void notified(StratumRequest notification) throws ProtocolException {
		try {
			this.listener.notified(this, notification);
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a notification from " + uri(), ex);
		}
	}

	private void answer(ByteBuf line, StratumRequest request) {
		try {
			Sv1Encoder.result(line, request.id(), result(request));
		}
		catch (StratumErrorException ex) {
			int code = ex.error().code();
			Sv1Encoder.error(line.clear(), request.id(), (code != 0) ? code : ResponseError.OTHER,
					ex.error().message());
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a request from " + uri(), ex);
			Sv1Encoder.error(line.clear(), request.id(), ResponseError.OTHER, "Internal error");
		}
	}

	private @Nullable Object result(StratumRequest request) {
		return switch (request.method()) {
			case "client.get_version" -> bytes().settings().userAgent();
			case "mining.ping" -> "pong";
			default -> this.listener.requested(this, request);
		};
	}

	@Override
	public void terminated(@Nullable Throwable cause) {
		this.calls.failAll(closedException(cause));
		this.listener.closed(this, cause);
	}

	private URI uri() {
		return bytes().settings().endpoint().uri();
	}

}
