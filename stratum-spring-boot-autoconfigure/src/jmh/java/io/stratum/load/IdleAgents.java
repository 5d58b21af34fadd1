package io.stratum.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.stratum.protocol.btcagent.AgentEncoder;
import io.stratum.protocol.btcagent.AgentMessage;

/**
 * Agents whose workers take no memory on the client's side, to tell what they take on the
 * server's.
 */
final class IdleAgents implements AutoCloseable {

	private static final String OPENING = """
			{"id":"conn_test","method":"agent.get_capabilities","params":[["verrol","subres"]]}
			{"id":"sub","method":"mining.subscribe","params":["btccom-agent/2.0.0-mu"]}
			{"id":"auth","method":"mining.authorize","params":["farm",""]}
			""";

	private final List<Socket> sockets = new ArrayList<>();

	void connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.sockets.add(socket);
		socket.getOutputStream().write(OPENING.getBytes(StandardCharsets.US_ASCII));
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		String line = lines.readLine();
		while (line != null && !line.contains("mining.notify\",\"params")) {
			line = lines.readLine();
		}
	}

	/**
	 * Registers workers on each connection.
	 * @return how many bytes that took
	 */
	long register(int workers) throws IOException {
		long length = 0;
		for (int i = 0; i < this.sockets.size(); i++) {
			ByteBuf frames = Unpooled.buffer();
			for (int session = 0; session < workers; session++) {
				AgentEncoder.encode(
						new AgentMessage.RegisterWorker(session, "cgminer/4.11.1", AgentLoad.name(i, session)), frames);
			}
			length += frames.readableBytes();
			OutputStream out = this.sockets.get(i).getOutputStream();
			frames.readBytes(out, frames.readableBytes());
		}
		return length;
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
