package io.stratum.demo.miner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A pool for one miner at a time, played by the test.
 */
final class FakePool implements AutoCloseable {

	private static final int TIMEOUT_MS = 20_000;

	private final ServerSocket server;

	private Socket socket;

	private BufferedReader reader;

	private PrintStream writer;

	FakePool() throws IOException {
		this.server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
		this.server.setSoTimeout(TIMEOUT_MS);
	}

	URI uri() {
		return URI.create("stratum+tcp://127.0.0.1:" + port());
	}

	int port() {
		return this.server.getLocalPort();
	}

	void accept() throws IOException {
		this.socket = this.server.accept();
		this.socket.setSoTimeout(TIMEOUT_MS);
		this.reader = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
		this.writer = new PrintStream(this.socket.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	/** Accepts the miner and its worker, and gives it a job of a difficulty. */
	void acceptMiner(double difficulty) throws IOException {
		accept();
		expect("mining.subscribe");
		send("{\"id\":1,\"result\":[[[\"mining.notify\",\"5e\"]],\"08000002\",4],\"error\":null}");
		expect("mining.authorize");
		send("{\"id\":2,\"result\":true,\"error\":null}");
		send("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + difficulty + "]}");
		sendJob("1");
	}

	void sendJob(String id) {
		send("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"" + id + "\",\"" + "00".repeat(32)
				+ "\",\"01\",\"02\",[],\"20000000\",\"207fffff\",\"504e86ed\",true]}");
	}

	String expect(String method) throws IOException {
		String line = this.reader.readLine();
		if (line == null || !line.contains('"' + method + '"')) {
			throw new IllegalStateException("line: " + line + " (expected: " + method + ")");
		}
		return line;
	}

	/** Whether the miner disconnects; what it still sends is skipped. */
	boolean isLeft() throws IOException {
		try {
			String line = this.reader.readLine();
			while (line != null) {
				line = this.reader.readLine();
			}
			return true;
		}
		catch (SocketException ex) {
			// the miner left without reading all
			return true;
		}
	}

	void send(String line) {
		this.writer.print(line + "\n");
		this.writer.flush();
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
