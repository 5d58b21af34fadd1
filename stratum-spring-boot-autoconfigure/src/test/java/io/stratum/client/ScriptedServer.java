package io.stratum.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.ServerSocketFactory;

/**
 * A server for one connection, played by the test line by line.
 */
final class ScriptedServer implements AutoCloseable {

	private static final int TIMEOUT_MS = 10_000;

	private final ServerSocket server;

	private Socket socket;

	private BufferedReader reader;

	ScriptedServer() throws IOException {
		this(ServerSocketFactory.getDefault());
	}

	ScriptedServer(ServerSocketFactory sockets) throws IOException {
		this.server = sockets.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(TIMEOUT_MS);
	}

	int port() {
		return this.server.getLocalPort();
	}

	String uri() {
		return "stratum+tcp://localhost:" + port();
	}

	ScriptedServer accept() throws IOException {
		this.socket = this.server.accept();
		this.socket.setSoTimeout(TIMEOUT_MS);
		this.reader = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
		return this;
	}

	/** The next line, null at the end of the connection. */
	String readLine() throws IOException {
		return this.reader.readLine();
	}

	void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		this.socket.getOutputStream().flush();
	}

	void sendLine(String line) throws IOException {
		send(line + "\n");
	}

	void disconnect() throws IOException {
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.server.close();
	}

}
