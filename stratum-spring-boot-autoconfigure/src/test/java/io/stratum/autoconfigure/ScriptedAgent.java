package io.stratum.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent as the test plays it.
 */
interface ScriptedAgent extends AutoCloseable {

	void send(String lines) throws Exception;

	JsonNode line() throws Exception;

	void frame(String hex) throws Exception;

	/** The next frame in hexadecimal digits. */
	String frame(int length) throws Exception;

	@Override
	void close() throws IOException;

	/**
	 * Over TCP.
	 */
	final class OnSocket implements ScriptedAgent {

		private final Socket socket;

		OnSocket(int port) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setSoTimeout(10_000);
		}

		@Override
		public void send(String lines) throws IOException {
			this.socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public JsonNode line() throws IOException {
			InputStream in = this.socket.getInputStream();
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
				line.write(next);
			}
			return JsonMapper.shared().readTree(line.toByteArray());
		}

		@Override
		public void frame(String hex) throws IOException {
			this.socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
		}

		@Override
		public String frame(int length) throws IOException {
			return HexFormat.of().formatHex(this.socket.getInputStream().readNBytes(length));
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	/**
	 * Over WebSocket.
	 */
	final class OnWebSocket implements ScriptedAgent, WebSocket.Listener {

		private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

		private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();

		private final WebSocket socket;

		OnWebSocket(int port) throws Exception {
			this.socket = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://localhost:" + port + "/stratum"), this)
				.get(10, TimeUnit.SECONDS);
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			assertThat(last).isTrue();
			this.lines.add(data.toString());
			webSocket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
			byte[] frame = new byte[data.remaining()];
			data.get(frame);
			this.frames.add(HexFormat.of().formatHex(frame));
			webSocket.request(1);
			return null;
		}

		@Override
		public void send(String lines) throws Exception {
			for (String line : lines.lines().toList()) {
				this.socket.sendText(line, true).get(10, TimeUnit.SECONDS);
			}
		}

		@Override
		public JsonNode line() throws Exception {
			return JsonMapper.shared().readTree(this.lines.poll(10, TimeUnit.SECONDS));
		}

		@Override
		public void frame(String hex) throws Exception {
			this.socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))), true)
				.get(10, TimeUnit.SECONDS);
		}

		@Override
		public String frame(int length) throws Exception {
			return this.frames.poll(10, TimeUnit.SECONDS);
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
