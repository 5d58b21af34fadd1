package io.stratum.client.btcagent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A pool for one agent, played by the test byte by byte.
 */
final class ScriptedPool implements AutoCloseable {

	private static final int TIMEOUT_MS = 10_000;

	private final ServerSocket server;

	private Socket socket;

	ScriptedPool() throws IOException {
		this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(TIMEOUT_MS);
	}

	String uri() {
		return "stratum+tcp://localhost:" + this.server.getLocalPort();
	}

	void accept() throws IOException {
		this.socket = this.server.accept();
		this.socket.setSoTimeout(TIMEOUT_MS);
		this.socket.setTcpNoDelay(true);
	}

	/** The next line with its end. */
	String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int next = this.socket.getInputStream().read();
		while (next >= 0) {
			line.write(next);
			if (next == '\n') {
				break;
			}
			next = this.socket.getInputStream().read();
		}
		return line.toString(StandardCharsets.UTF_8);
	}

	/** The next bytes in hexadecimal digits. */
	String bytes(int length) throws IOException {
		return HexFormat.of().formatHex(this.socket.getInputStream().readNBytes(length));
	}

	boolean isLeft() throws IOException {
		return this.socket.getInputStream().read() < 0;
	}

	int available() throws IOException {
		return this.socket.getInputStream().available();
	}

	void line(String text) throws IOException {
		send((text + "\n").getBytes(StandardCharsets.UTF_8));
	}

	void frame(String hex) throws IOException {
		send(HexFormat.of().parseHex(hex));
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.server.close();
	}

}
