package io.stratum.demo.miner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.client.StratumClient;
import io.stratum.protocol.btcagent.AgentDecoder;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.protocol.noise.CertificateAuthority;
import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.protocol.noise.NoiseResponder;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2Decoder;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Limits;
import io.stratum.protocol.sv2.Sv2Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoMiner} with the binary dialects and a pool that the test plays.
 */
@Timeout(60)
class BinaryMinersIntegrationTests {

	private static final Target EASY = Target.ofDifficulty(0.000001, Target.DIFFICULTY_ONE);

	private final SecureRandom random = new SecureRandom();

	private final CertificateAuthority authority = new CertificateAuthority(AuthorityKeyPair.generate(this.random),
			Duration.ofHours(1), this.random, InstantSource.system());

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);

	private final ByteBuf opened = Unpooled.buffer();

	private ServerSocket server;

	private Socket socket;

	private NoiseTransport transport;

	private DemoMiner miner;

	@BeforeEach
	void listen() throws Exception {
		this.server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
		this.server.setSoTimeout(20_000);
	}

	@AfterEach
	void stop() throws Exception {
		this.miner.stop();
		this.socket.close();
		this.server.close();
	}

	@Test
	void minesOnAStandardChannel() throws Exception {
		startSv2(false);
		OpenStandardMiningChannel request = expect(OpenStandardMiningChannel.class);
		assertThat(request.userIdentity().text()).isEqualTo("demo.v2");
		assertThat(request.nominalHashRate()).isEqualTo(150_000);
		send(new OpenStandardMiningChannelSuccess(request.requestId(), 2, EASY, Octets.of(new byte[8]), 1));
		sendJob();
		assertThat(expect(SubmitSharesStandard.class).jobId()).isEqualTo(4);
	}

	@Test
	void minesOnAnExtendedChannel() throws Exception {
		startSv2(true);
		OpenExtendedMiningChannel request = expect(OpenExtendedMiningChannel.class);
		send(new OpenExtendedMiningChannelSuccess(request.requestId(), 2, EASY, 4, Octets.of(new byte[8]), 1));
		sendJob();
		assertThat(expect(SubmitSharesExtended.class).extranonce().length()).isEqualTo(4);
	}

	private void startSv2(boolean extended) throws Exception {
		URI uri = URI
			.create("stratum2+tcp://127.0.0.1:" + this.server.getLocalPort() + "/" + this.authority.publicKey());
		start("demo.v2", new Sv2Link("demo.v2", 150_000, extended), uri);
		NoiseResponder responder = new NoiseResponder(this.authority.identity(), this.random, new ChaChaPoly());
		ByteBuf act2 = Unpooled.buffer();
		this.transport = responder.respond(
				Unpooled.wrappedBuffer(this.socket.getInputStream().readNBytes(NoiseResponder.ACT_1_LENGTH)), act2);
		act2.readBytes(this.socket.getOutputStream(), act2.readableBytes());
		expect(SetupConnection.class);
		send(new SetupConnectionSuccess(2, 0));
	}

	private void start(String worker, PoolLink link, URI uri) throws IOException {
		StratumClient client = StratumClient.builder().uri(uri).build();
		this.miner = new DemoMiner(worker, link, client, uri, new MinersProperties());
		this.miner.start();
		this.socket = this.server.accept();
		this.socket.setSoTimeout(20_000);
	}

	private void sendJob() throws Exception {
		send(new NewExtendedMiningJob(1, 4, OptionalInt.empty(), 0x20000000, true, List.of(), Octets.of((byte) 1),
				Octets.of((byte) 2)));
		send(new SetNewPrevHash(1, 4, Hash256.ZERO, 0x504e86ed, 0x207fffff));
	}

	private void send(Sv2Message message) throws Exception {
		ByteBuf frame = Unpooled.buffer();
		Sv2Encoder.encode(message, frame);
		ByteBuf sealed = Unpooled.buffer();
		this.transport.seal(frame, sealed);
		sealed.readBytes(this.socket.getOutputStream(), sealed.readableBytes());
	}

	private <M extends Sv2Message> M expect(Class<M> type) throws Exception {
		Sv2Message message = this.decoder.decode(this.opened);
		byte[] bytes = new byte[1024];
		while (message == null) {
			ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, this.socket.getInputStream().read(bytes));
			while (this.transport.open(in, this.opened)) {
				continue;
			}
			message = this.decoder.decode(this.opened);
		}
		return type.cast(message);
	}

	@Test
	void agentSubmitsSharesOfAllItsWorkers() throws Exception {
		start("demo.agent", new AgentLink("demo", 50),
				URI.create("stratum+tcp://127.0.0.1:" + this.server.getLocalPort()));
		line("{\"id\":\"conn_test\",\"result\":{\"capabilities\":[\"subres\"]}}");
		line("{\"id\":\"sub\",\"result\":[[],\"09000001\",8],\"error\":null}");
		line("{\"id\":\"auth\",\"result\":true,\"error\":null}");
		line("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.000001]}");
		line("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"9\",\"" + "00".repeat(32)
				+ "\",\"01\",\"02\",[],\"20000000\",\"207fffff\",\"504e86ed\",true]}");
		for (int i = 0; i < 6; i++) {
			skipLine();
		}
		AgentDecoder frames = new AgentDecoder(AgentLayout.BITCOIN, 1000);
		Set<Integer> registered = new HashSet<>();
		Set<Integer> submitted = new HashSet<>();
		byte[] bytes = new byte[1024];
		while (registered.size() < 50 || submitted.size() < 10) {
			ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, this.socket.getInputStream().read(bytes));
			while (in.isReadable()) {
				AgentMessage message = frames.decode(in);
				if (message instanceof AgentMessage.RegisterWorker worker) {
					assertThat(worker.worker()).isEqualTo("rig%02d".formatted(worker.session() + 1));
					registered.add(worker.session());
				}
				else if (message instanceof AgentMessage.SubmitShare share) {
					assertThat(share.job()).isEqualTo(9);
					submitted.add(share.session());
				}
			}
		}
		assertThat(registered).containsAll(submitted);
	}

	private void line(String text) throws IOException {
		this.socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
	}

	private void skipLine() throws IOException {
		int next = this.socket.getInputStream().read();
		while (next != '\n') {
			next = this.socket.getInputStream().read();
		}
	}

}
