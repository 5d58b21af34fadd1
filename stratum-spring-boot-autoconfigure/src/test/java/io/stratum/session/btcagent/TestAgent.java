package io.stratum.session.btcagent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.btcagent.AgentDecoder;
import io.stratum.protocol.btcagent.AgentEncoder;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.session.FakeConnection;
import io.stratum.session.StratumSession;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * An agent that opens a connection as the real one does.
 */
final class TestAgent {

	static final String OPENING = """
			{"id":"caps","method":"agent.get_capabilities","params":[["verrol"%s]]}
			{"id":"conf","method":"mining.configure","params":[["version-rolling"],{"version-rolling.mask":"ffffffff","version-rolling.min-bit-count":0}]}
			{"id":"sub","method":"mining.subscribe","params":["btccom-agent/2.0.0-mu"]}
			{"id":"auth","method":"mining.authorize","params":["pool",""]}
			{"id":"caps_again","method":"agent.get_capabilities","params":[["verrol"%s]]}
			""";

	final FakeConnection connection;

	final StratumSession session;

	private final AgentFixture fixture;

	StratumRequest job;

	String poolSession = "";

	private int nonce;

	TestAgent(AgentFixture fixture, FakeConnection connection) {
		this.fixture = fixture;
		this.connection = connection;
		this.session = (StratumSession) connection.session();
	}

	/** Logs in, with responses to submits. */
	TestAgent open() {
		send(OPENING.formatted(",\"subres\"", ",\"subres\""));
		received();
		return this;
	}

	void send(String lines) {
		send(lines.getBytes(StandardCharsets.UTF_8));
	}

	void send(byte[] bytes) {
		this.connection.read(bytes, 0, bytes.length);
	}

	void send(AgentMessage... messages) {
		send(encode(messages));
	}

	static byte[] encode(AgentMessage... messages) {
		ByteBuf out = Unpooled.buffer();
		for (AgentMessage message : messages) {
			AgentEncoder.encode(message, out);
		}
		return ByteBufUtil.getBytes(out);
	}

	static byte[] hex(String digits) {
		return HexFormat.of().parseHex(digits.replace(" ", ""));
	}

	static AgentMessage register(int session, String name) {
		return new AgentMessage.RegisterWorker(session, "cgminer/4.11.1", name);
	}

	/** What came: lines, and frames as messages. */
	List<Object> received() {
		byte[] bytes = this.connection.bytes();
		List<Object> messages = new ArrayList<>();
		AgentDecoder decoder = new AgentDecoder(AgentLayout.BITCOIN, 0xffff);
		ByteBuf in = Unpooled.wrappedBuffer(bytes);
		try {
			while (in.isReadable()) {
				if (in.getByte(in.readerIndex()) == 0x7f) {
					messages.add(decoder.decode(in));
					continue;
				}
				String line = in.readCharSequence(in.bytesBefore((byte) '\n') + 1, StandardCharsets.UTF_8).toString();
				messages.add(line.strip());
				understand(line);
			}
		}
		catch (ProtocolException ex) {
			throw new IllegalStateException(ex);
		}
		return messages;
	}

	/** The frames that came. */
	List<AgentMessage> frames() {
		return received().stream().filter(AgentMessage.class::isInstance).map(AgentMessage.class::cast).toList();
	}

	private void understand(String line) throws ProtocolException {
		if (line.contains("\"id\":\"sub\"")) {
			this.poolSession = line.replaceAll(".*\"([0-9a-f]{8})\",8].*\n", "$1");
		}
		if (line.contains("mining.notify\",\"params")) {
			this.job = (StratumRequest) new Sv1Decoder(1 << 20)
				.decode(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
		}
	}

	int jobId() {
		return Integer.parseInt(this.job.text(0));
	}

	int ntime() {
		return HexFormat.fromHexDigits(this.job.text(7));
	}

	int version() {
		return HexFormat.fromHexDigits(this.job.text(5));
	}

	/** A share of the newest job, at least as hard as low, and easier than high. */
	AgentMessage.SubmitShare mine(int session, double low, double high) {
		return mine(session, low, high, this.job, 0);
	}

	AgentMessage.SubmitShare mine(int session, double low, double high, StratumRequest notify, int mask) {
		Target easy = Target.ofDifficulty(low, AgentFixture.DIFFICULTY_ONE);
		Target hard = Target.ofDifficulty(high, AgentFixture.DIFFICULTY_ONE);
		int extranonce2 = 0x0a0b0c0d;
		byte[] header = header(notify, session, extranonce2, mask);
		while (true) {
			this.nonce++;
			ByteBuffer.wrap(header).putInt(76, Integer.reverseBytes(this.nonce));
			byte[] hash = Sha256d.hash(header).toInternal();
			if (easy.isMetBy(hash) && !hard.isMetBy(hash)) {
				return new AgentMessage.SubmitShare(Integer.parseInt(notify.text(0)), session, extranonce2, this.nonce,
						OptionalInt.of(HexFormat.fromHexDigits(notify.text(7))),
						(mask != 0) ? OptionalInt.of(mask) : OptionalInt.empty());
			}
		}
	}

	private byte[] header(StratumRequest notify, int session, int extranonce2, int mask) {
		byte[] coinbase = hex(
				notify.text(2) + this.poolSession + "%08x%08x".formatted(session, extranonce2) + notify.text(3));
		byte[] root = Sha256d.hash(coinbase).toInternal();
		for (Object branch : (List<?>) notify.param(4)) {
			ByteArrayOutputStream both = new ByteArrayOutputStream();
			both.writeBytes(root);
			both.writeBytes(hex((String) branch));
			root = Sha256d.hash(both.toByteArray()).toInternal();
		}
		ByteBuffer header = ByteBuffer.allocate(80);
		header.putInt(Integer.reverseBytes(version() ^ mask));
		ByteBuffer previous = ByteBuffer.wrap(hex(notify.text(1)));
		while (previous.hasRemaining()) {
			header.putInt(Integer.reverseBytes(previous.getInt()));
		}
		header.put(root);
		header.putInt(Integer.reverseBytes(HexFormat.fromHexDigits(notify.text(7))));
		header.putInt(Integer.reverseBytes(HexFormat.fromHexDigits(notify.text(6))));
		return header.array();
	}

	/** The status that a share is answered with. */
	int submit(AgentMessage.SubmitShare share) {
		send(share);
		return ((AgentMessage.SubmitResponse) frames().get(0)).status();
	}

	/** The status, when a job was sent meanwhile. */
	int submitLater(AgentMessage.SubmitShare share) {
		received();
		return submit(share);
	}

	List<WorkerDetails> workers() {
		return this.session.workerDetails(0, Integer.MAX_VALUE);
	}

	void sweep() {
		this.connection.session().sweep(this.fixture.elapsed.get());
	}

}
