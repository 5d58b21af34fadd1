package io.stratum.session.sv1;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.Unpooled;

import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.FakeConnection;

/**
 * A miner that reads lines as real ones do, and finds shares by trying nonces. It builds
 * headers from the text of the job alone.
 */
final class TestMiner {

	private static final HexFormat HEX = HexFormat.of();

	final FakeConnection connection;

	final Sv1Session session;

	String extranonce1 = "";

	double difficulty;

	StratumRequest job;

	String sessionId;

	Sv1Response lastResponse;

	private int nonce;

	TestMiner(MiningFixture fixture, Sv1SessionFactory factory) {
		this.connection = new FakeConnection(fixture.loop);
		this.session = (Sv1Session) factory.create(this.connection, fixture.settings());
		this.connection.attach(this.session);
	}

	TestMiner login(String worker) {
		send("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}",
				"{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + worker + "\",\"x\"]}");
		lines();
		return this;
	}

	void send(String... lines) {
		this.connection.read(String.join("\n", lines) + "\n");
	}

	/** Sends a request and gives the lines that came. */
	List<String> ask(String method, String params) {
		send("{\"id\":9,\"method\":\"" + method + "\",\"params\":" + params + "}");
		return lines();
	}

	List<String> lines() {
		List<String> lines = this.connection.lines();
		lines.forEach(this::understand);
		return lines;
	}

	String jobId() {
		return (String) this.job.param(0);
	}

	String ntime() {
		return this.job.text(7);
	}

	/** A nonce of a share, unpadded; never the same one twice. */
	String mine(String extranonce2, String version) {
		return nonce(header(extranonce2, version), true);
	}

	/** A nonce that does not meet the difficulty. */
	String miss(String extranonce2) {
		return nonce(header(extranonce2, this.job.text(5)), false);
	}

	private String nonce(byte[] header, boolean met) {
		Target target = Target.ofDifficulty(this.difficulty, Target.DIFFICULTY_ONE);
		while (true) {
			this.nonce++;
			for (int i = 0; i < 4; i++) {
				header[76 + i] = (byte) (this.nonce >>> (8 * i));
			}
			if (target.isMetBy(Sha256d.hash(header).toInternal()) == met) {
				return Integer.toHexString(this.nonce);
			}
		}
	}

	String mine(String extranonce2) {
		return mine(extranonce2, this.job.text(5));
	}

	String submission(String worker, String extranonce2, String nonce) {
		return "[\"" + worker + "\",\"" + jobId() + "\",\"" + extranonce2 + "\",\"" + ntime() + "\",\"" + nonce + "\"]";
	}

	private byte[] header(String extranonce2, String version) {
		byte[] root = sha(HEX.parseHex(this.job.text(2) + this.extranonce1 + extranonce2 + this.job.text(3)));
		for (Object branch : (List<?>) this.job.param(4)) {
			root = sha(HEX.parseHex(HEX.formatHex(root) + branch));
		}
		return HEX.parseHex(swap(version) + swap(this.job.text(1)) + HEX.formatHex(root) + swap(ntime())
				+ swap(this.job.text(6)) + "00000000");
	}

	private static byte[] sha(byte[] bytes) {
		return Sha256d.hash(bytes).toInternal();
	}

	/** Reverses the bytes of each word of four. */
	private static String swap(String hex) {
		StringBuilder swapped = new StringBuilder();
		for (int word = 0; word < hex.length(); word += 8) {
			for (int i = 6; i >= 0; i -= 2) {
				swapped.append(hex, word + i, word + i + 2);
			}
		}
		return swapped.toString();
	}

	private void understand(String line) {
		Sv1Message message = decode(line);
		if (message instanceof Sv1Response response) {
			this.lastResponse = response;
			if (response.result() instanceof List<?> list && list.size() == 3
					&& list.get(0) instanceof List<?> tuples) {
				this.extranonce1 = (String) list.get(1);
				this.sessionId = (String) ((List<?>) tuples.get(0)).get(1);
			}
		}
		else if (message instanceof StratumRequest request) {
			switch (request.method()) {
				case "mining.set_difficulty" -> this.difficulty = ((Number) request.param(0)).doubleValue();
				case "mining.set_extranonce" -> this.extranonce1 = request.text(0);
				case "mining.notify" -> this.job = request;
				default -> {
				}
			}
		}
	}

	private static Sv1Message decode(String line) {
		try {
			return new Sv1Decoder(1 << 20).decode(Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8));
		}
		catch (ProtocolException ex) {
			throw new IllegalStateException(line, ex);
		}
	}

}
