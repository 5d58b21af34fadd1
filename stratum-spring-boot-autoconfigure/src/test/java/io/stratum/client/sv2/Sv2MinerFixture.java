package io.stratum.client.sv2;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.client.ReconnectRequest;
import io.stratum.client.StratumClient;
import io.stratum.client.transport.Sv2Security;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A miner of Stratum V2 and a server with a script.
 */
abstract class Sv2MinerFixture {

	static final Duration LIMIT = Duration.ofSeconds(10);

	static final Sv2Setup SETUP = new Sv2Setup("vendor", "hw", "fw", "id", SetupConnection.REQUIRES_VERSION_ROLLING);

	static final Hash256 PREVIOUS = Hash256
		.ofInternal(HexFormat.of().parseHex("c835fd81d61f2b54b33a3a4c80d518352690cd58ac14fb16d98d15dd15000000"));

	static final Target EASY = Target.ofCompact(0x207fffff);

	final Recording events = new Recording();

	ScriptedSv2Server server;

	Sv2MinerSession session;

	@BeforeEach
	void start() throws Exception {
		this.server = new ScriptedSv2Server();
	}

	@AfterEach
	void close() throws Exception {
		if (this.session != null) {
			this.session.close();
		}
		this.server.close();
	}

	CompletableFuture<Sv2MinerSession> dial(StratumClient client) {
		return Sv2MinerSession.connect(client, SETUP, this.events).toFuture();
	}

	StratumClient encrypted() {
		return StratumClient.builder().uri(this.server.uri(this.server.key())).build();
	}

	StratumClient plain() {
		return StratumClient.builder().uri(this.server.plainUri()).sv2Security(Sv2Security.plaintext()).build();
	}

	void connect() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(plain());
		this.server.accept().setUp(0);
		this.session = connecting.get();
	}

	Sv2MinerChannel openStandard() throws Exception {
		CompletableFuture<Sv2MinerChannel> opening = this.session.openStandardChannel("demo.v2", 1e6f, Target.MAX)
			.toFuture();
		OpenStandardMiningChannel request = this.server.expect(OpenStandardMiningChannel.class);
		assertThat(request.userIdentity().text()).isEqualTo("demo.v2");
		this.server.send(
				new OpenStandardMiningChannelSuccess(request.requestId(), 3, EASY, Octets.of(new byte[] { 1, 2 }), 1));
		return opening.get();
	}

	Sv2MinerChannel openExtended() throws Exception {
		CompletableFuture<Sv2MinerChannel> opening = this.session.openExtendedChannel("demo.v2", 1e6f, Target.MAX, 4)
			.toFuture();
		int id = this.server.expect(OpenExtendedMiningChannel.class).requestId();
		this.server.send(new OpenExtendedMiningChannelSuccess(id, 5, EASY, 8, Octets.of(new byte[] { 7 }), 1));
		return opening.get();
	}

	static byte[] prefix() {
		byte[] prefix = new byte[24];
		prefix[23] = 1;
		return prefix;
	}

	static NewMiningJob standardJob(int id, OptionalInt minTime) {
		return new NewMiningJob(3, id, minTime, 0x20000000, Hash256
			.ofInternal(HexFormat.of().parseHex("bdc819f67749222ad170ed32a947a3c0185438569347f32c126ba7a9a942ba62")));
	}

	static NewExtendedMiningJob extendedJob(int channel, OptionalInt minTime) {
		byte[] prefix = HexFormat.of()
			.parseHex("02000000010000000000000000000000000000000000000000000000000000000000000000ffffffff225200");
		byte[] suffix = HexFormat.of()
			.parseHex(
					"ffffffff0200f2052a01000000160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc0000000000000000266a24aa21a9"
							+ "ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf900000000");
		return new NewExtendedMiningJob(channel, 1, minTime, 0x20000000, true, List.of(), Octets.of(prefix),
				Octets.of(suffix));
	}

	static Sv2Share share(Sv2Job job, int extranonceSize) {
		return new Sv2Share(job, 22, 11, 33, new byte[extranonceSize], null);
	}

	void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).containsExactly(expected));
	}

	void awaitLast(String expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).last().isEqualTo(expected));
	}

	static final class Recording implements Sv2MinerListener {

		final List<String> list = new CopyOnWriteArrayList<>();

		@Override
		public void jobReceived(Sv2MinerChannel channel, Sv2Job job) {
			this.list.add("job " + channel.id() + " " + job.id());
		}

		@Override
		public void jobEnded(Sv2MinerChannel channel) {
			this.list.add("ended " + channel.id());
		}

		@Override
		public void targetChanged(Sv2MinerChannel channel) {
			this.list.add("target " + channel.id());
		}

		@Override
		public void sharesAccepted(Sv2MinerChannel channel, SubmitSharesSuccess message) {
			this.list.add("accepted " + channel.id() + " " + message.newSubmitsAcceptedCount() + " "
					+ message.newSharesSum());
		}

		@Override
		public void updateRefused(Sv2MinerChannel channel, Sv2ErrorException refusal) {
			this.list.add("refused " + channel.id() + " " + refusal.errorCode());
		}

		@Override
		public void channelClosed(Sv2MinerChannel channel, Sv2ErrorException reason) {
			this.list.add("closed " + channel.id() + " " + reason.errorCode());
		}

		@Override
		public void reconnectRequested(ReconnectRequest request) {
			this.list.add("reconnect " + request.host() + " " + request.port());
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.list.add("closed " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
