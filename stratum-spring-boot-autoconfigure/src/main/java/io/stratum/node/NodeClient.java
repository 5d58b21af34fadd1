package io.stratum.node;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Calls the methods of a node. Each call has a connection of its own, since nodes close
 * idle ones when they like. An answer is read on the calling thread while it arrives, to
 * 64 MB; nothing is decompressed. Calls block, heed interruption, and must not be made on
 * an event loop. Safe for use by several threads.
 */
public final class NodeClient {

	/** The longest answer: several times a template of a full block. */
	private static final long MAX_ANSWER = 64L << 20;

	private static final int MAX_TEXT = 200;

	/** How many parts of an answer may wait for the reader. */
	private static final int WAITING_PARTS = 16;

	private final NodeEndpoint endpoint;

	private final HttpClient http;

	private final NodeCallObserver observer;

	private final List<Runnable> workingAgain = new CopyOnWriteArrayList<>();

	/** Whether the last call failed for another reason than what it asked. */
	private final AtomicBoolean failing = new AtomicBoolean();

	/**
	 * Creates a client that has not called yet.
	 * @param endpoint the node
	 * @param loops the event loops of the connections, or null for those of Reactor Netty
	 * @param connectTimeout how long it may take to connect
	 * @param observer sees each call
	 */
	public NodeClient(NodeEndpoint endpoint, @Nullable LoopResources loops, Duration connectTimeout,
			NodeCallObserver observer) {
		HttpClient client = HttpClient.newConnection()
			.keepAlive(false)
			.disableRetry(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()))
			.option(ChannelOption.SO_KEEPALIVE, true);
		this.endpoint = endpoint;
		this.http = (loops != null) ? client.runOn(loops) : client;
		this.observer = observer;
	}

	/**
	 * The node that is called.
	 * @return its endpoint
	 */
	public NodeEndpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Calls a method.
	 * @param call what is called
	 * @param reader reads the result
	 * @return the result; null if the node said null
	 */
	<T> @Nullable T call(RpcCall call, RpcReply.ResultReader<T> reader) throws NodeException {
		NodeCallObserver.Call observed = this.observer.begin(this.endpoint.name(), call.label());
		NodeException failure = null;
		try {
			T result = exchange(call, reader);
			works();
			return result;
		}
		catch (NodeException ex) {
			failure = ex;
			if (ex.failure() == NodeFailure.ERROR) {
				works();
			}
			else if (ex.failure() != NodeFailure.FORBIDDEN) {
				// What one method is denied does not pass when another is answered
				this.failing.set(true);
			}
			throw ex;
		}
		finally {
			observed.end(failure);
		}
	}

	/** What is run, by the thread that calls, when a call succeeds after one failed. */
	void whenWorkingAgain(Runnable action) {
		this.workingAgain.add(action);
	}

	private void works() {
		if (this.failing.getAndSet(false)) {
			this.workingAgain.forEach(Runnable::run);
		}
	}

	private <T> @Nullable T exchange(RpcCall call, RpcReply.ResultReader<T> reader) throws NodeException {
		Head head = new Head();
		// Closing it ends a connection whose answer was not read to its end
		try (Stream<byte[]> parts = send(call, head).toStream(WAITING_PARTS)) {
			return read(call, head, new BodyStream(parts.iterator(), MAX_ANSWER), reader);
		}
		catch (NodeException ex) {
			throw ex;
		}
		catch (InvalidAnswerException ex) {
			throw failed(ex.failure(), call, String.valueOf(ex.getMessage()));
		}
		catch (StreamReadException ex) {
			throw failed(NodeFailure.MALFORMED, call, "answer: no JSON at byte " + offset(ex) + " (expected: JSON)");
		}
		catch (IOException | RuntimeException ex) {
			throw broken(call,
					Exceptions.unwrap((ex instanceof JacksonException && ex.getCause() != null) ? ex.getCause() : ex));
		}
	}

	private Flux<byte[]> send(RpcCall call, Head head) {
		byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
		String authorization = this.endpoint.authorization();
		Mono<Void> late = Mono.delay(call.timeout()).then(Mono.error(TimeoutException::new));
		return this.http.headers((headers) -> {
			headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
			headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
			if (authorization != null) {
				headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
			}
		})
			.post()
			.uri(this.endpoint.url())
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
			.response((response, content) -> {
				head.set(response);
				return content.asByteArray();
			})
			.takeUntilOther(late);
	}

	private <T> @Nullable T read(RpcCall call, Head head, BodyStream body, RpcReply.ResultReader<T> reader)
			throws IOException {
		body.awaitFirst();
		switch (head.status) {
			case 200, 404, 500 -> {
				if (head.encoding != null && !head.encoding.equals("identity")) {
					throw Json.wrong("Content-Encoding", Json.printable(head.encoding), "none");
				}
			}
			case 401 -> throw failed(NodeFailure.UNAUTHORIZED, call, "HTTP 401" + credentials());
			case 403 -> throw failed(NodeFailure.FORBIDDEN, call,
					"HTTP 403: 'rpcallowip' or 'rpcwhitelist' of the node do not allow it");
			case 503 -> throw failed(NodeFailure.BUSY, call, "HTTP 503: " + text(body));
			default -> throw failed(NodeFailure.MALFORMED, call,
					"HTTP status: " + head.status + " (expected: that of a node)");
		}
		RpcReply<T> reply = RpcReply.read(body, reader);
		RpcReply.RpcError error = reply.error();
		if (error != null) {
			throw failed(NodeFailure.ofCode(error.code()), error.code(), call,
					"error " + error.code() + ": " + error.message(), null);
		}
		return reply.result();
	}

	private String credentials() {
		String reason = (this.endpoint.cookieFile() != null) ? "the cookie file '" + this.endpoint.cookieFile() + "'"
				: "user and password";
		return (this.endpoint.authorization() != null) ? ": " + reason + " do not let in"
				: (this.endpoint.cookieFile() != null) ? ": cannot read " + reason : ": no credentials";
	}

	private static String text(BodyStream body) throws IOException {
		return Json.printable(new String(body.readNBytes(MAX_TEXT), StandardCharsets.UTF_8));
	}

	private static long offset(StreamReadException ex) {
		return (ex.getLocation() != null) ? Math.max(0, ex.getLocation().getByteOffset()) : 0;
	}

	private NodeException broken(RpcCall call, Throwable cause) {
		if (cause instanceof TimeoutException) {
			return failed(NodeFailure.TIMEOUT, call, "no answer within " + call.timeout());
		}
		if (cause instanceof ConnectTimeoutException) {
			return failed(NodeFailure.TIMEOUT, call, "not connected in time");
		}
		if (cause instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			return failed(NodeFailure.TIMEOUT, call, "given up");
		}
		if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
			return failed(NodeFailure.REFUSED, 0, call, "cannot connect: " + Json.printable(cause.getMessage()), cause);
		}
		return failed(NodeFailure.BROKEN, 0, call, "connection lost: " + Json.printable(cause.toString()), cause);
	}

	NodeException failed(NodeFailure failure, RpcCall call, String reason) {
		return failed(failure, 0, call, reason, null);
	}

	private NodeException failed(NodeFailure failure, long code, RpcCall call, @Nullable String reason,
			@Nullable Throwable cause) {
		return new NodeException(failure, code, this.endpoint + ": " + call.label() + ": " + reason, cause);
	}

	/**
	 * The head of the answer; set before the body is read.
	 */
	private static final class Head {

		private volatile int status;

		private volatile @Nullable String encoding;

		void set(HttpClientResponse response) {
			this.status = response.status().code();
			this.encoding = response.responseHeaders().get(HttpHeaderNames.CONTENT_ENCODING);
		}

	}

}
