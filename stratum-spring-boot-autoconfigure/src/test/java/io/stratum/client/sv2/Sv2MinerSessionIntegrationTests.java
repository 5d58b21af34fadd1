package io.stratum.client.sv2;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.Unpooled;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.client.ReconnectRequest;
import io.stratum.client.StratumClient;
import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.Sv2Security;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.ChannelMessage.SetGroupChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Sv2MinerSession} and its channels.
 */
class Sv2MinerSessionIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Sv2Setup SETUP = new Sv2Setup("vendor", "hw", "fw", "id",
			SetupConnection.REQUIRES_VERSION_ROLLING);

	private static final Hash256 PREVIOUS = Hash256
		.ofInternal(HexFormat.of().parseHex("c835fd81d61f2b54b33a3a4c80d518352690cd58ac14fb16d98d15dd15000000"));

	private static final Target EASY = Target.ofCompact(0x207fffff);

	private final Recording events = new Recording();

	private ScriptedSv2Server server;

	private Sv2MinerSession session;

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

	private CompletableFuture<Sv2MinerSession> dial(StratumClient client) {
		return Sv2MinerSession.connect(client, SETUP, this.events).toFuture();
	}

	private StratumClient encrypted() {
		return StratumClient.builder().uri(this.server.uri(this.server.key())).build();
	}

	private StratumClient plain() {
		return StratumClient.builder().uri(this.server.plainUri()).sv2Security(Sv2Security.plaintext()).build();
	}

	private void connect() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(plain());
		this.server.accept().setUp(0);
		this.session = connecting.get();
	}

	@Test
	void setsUpOverNoiseHoweverTheBytesAreCut() throws Exception {
		for (int cut : new int[] { 1, 7, 21, 22, 23, 235, 100_000 }) {
			this.server.cut(cut);
			CompletableFuture<Sv2MinerSession> connecting = dial(encrypted());
			SetupConnection message = this.server.accept().shakeHands().setUp(2);
			assertThat(message.endpointHost().text()).isEqualTo("localhost");
			assertThat(message.minVersion()).isEqualTo(2);
			assertThat(message.flags()).isEqualTo(SetupConnection.REQUIRES_VERSION_ROLLING);
			Sv2MinerSession session = connecting.get();
			assertThat(session.serverFlags()).isEqualTo(2);
			session.close();
			assertThat(this.server.isLeft()).isTrue();
		}
	}

	@Test
	void talksOverNoise() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(encrypted());
		this.server.accept().shakeHands().setUp(0);
		this.session = connecting.get();
		Sv2Channel channel = openExtended();
		this.server.send(extendedJob(5, OptionalInt.empty()), new SetNewPrevHash(5, 1, PREVIOUS, 100, 0x207fffff));
		awaitEvents("job 5 1");
		CompletableFuture<Void> accepted = channel.submit(share(channel.job(), 8)).toFuture();
		assertThat(this.server.expect(SubmitSharesExtended.class).extranonce().length()).isEqualTo(8);
		this.server.send(new SubmitSharesSuccess(5, 0, 1, 1));
		assertThat(accepted).succeedsWithin(LIMIT);
	}

	@Test
	void refusesAServerThatTheAuthorityDoesNotKnow() throws Exception {
		StratumClient client = StratumClient.builder()
			.uri(this.server.uri("9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh"))
			.build();
		CompletableFuture<Sv2MinerSession> connecting = dial(client);
		this.server.accept().shakeHands();
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.withStackTraceContaining("certificate is not signed by authority");
		assertThat(this.server.isLeft()).isTrue();
		assertThat(this.events.list).isEmpty();
	}

	@Test
	void trustsAnyServerOnlyWhenToldSo() throws Exception {
		String uri = this.server.uri("");
		assertThatIllegalStateException().isThrownBy(() -> StratumClient.builder().uri(uri).build())
			.withMessageStartingWith("authority key: none");
		CompletableFuture<Sv2MinerSession> connecting = dial(
				StratumClient.builder().uri(uri).sv2Security(Sv2Security.uncheckedNoise()).build());
		this.server.accept().shakeHands().setUp(0);
		this.session = connecting.get();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void doesNotSpeakPlaintextUnlessToldSo() {
		StratumClient client = StratumClient.builder().uri(this.server.plainUri()).build();
		assertThat(dial(client)).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(IllegalStateException.class);
	}

	@Test
	void doesNotSpeakTheFirstVersionWhereOnlyTheSecondIsSpoken() {
		assertThatIllegalStateException().isThrownBy(() -> encrypted().connect().block(LIMIT))
			.withMessageStartingWith("only Stratum V2");
	}

	@Test
	void handshakeHasATimeout() throws Exception {
		StratumClient client = encrypted().mutate().connectTimeout(Duration.ofMillis(300)).build();
		CompletableFuture<Sv2MinerSession> connecting = dial(client);
		this.server.accept();
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.withStackTraceContaining("not connected within PT0.3S");
	}

	@Test
	void handshakeFailsWhenTheServerLeaves() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(encrypted());
		this.server.accept().close();
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumConnectionException.class);
	}

	@Test
	void setUpCanBeRefused() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(plain());
		this.server.accept().expect(SetupConnection.class);
		this.server.send(new SetupConnectionError(4, "unsupported\nflags"));
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(Sv2ErrorException.class)
			.withMessage("unsupported flags");
		assertThat(this.server.read()).isNull();
	}

	@Test
	void setUpHasToBeAnsweredFirstAndInOurVersion() throws Exception {
		CompletableFuture<Sv2MinerSession> connecting = dial(plain());
		this.server.accept().send(new CloseChannel(1, ""));
		assertThat(connecting).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("CloseChannel (expected: the answer to SetupConnection)");
		connecting = dial(plain());
		this.server.accept().send(new SetupConnectionSuccess(3, 0));
		assertThat(connecting).failsWithin(LIMIT).withThrowableThat().withMessageContaining("version: 3");
		connecting = dial(plain());
		this.server.accept().send(new SetupConnectionSuccess(2, SetupConnectionSuccess.REQUIRES_FIXED_VERSION));
		assertThat(connecting).failsWithin(LIMIT).withThrowableThat().withMessageContaining("fixed version");
	}

	@Test
	void futureJobsGetTheTargetInForceWhenTheyBecomeActive() throws Exception {
		connect();
		Sv2Channel channel = openStandard();
		this.server.send(standardJob(1, OptionalInt.empty()), standardJob(2, OptionalInt.empty()),
				new SetTarget(3, Target.ofDifficulty(1, Target.DIFFICULTY_ONE)),
				new SetNewPrevHash(3, 1, PREVIOUS, 1745596932, 0x207fffff));
		awaitEvents("target 3", "job 3 1");
		Sv2Job first = channel.job();
		assertThat(first.target()).isEqualTo(Target.DIFFICULTY_ONE);
		assertThat(first.versionMask()).isEqualTo(0x1fffffe0);
		byte[] header = first.header(new byte[0]);
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, 3);
		assertThat(HexFormat.of().formatHex(header))
			.isEqualTo("00000020c835fd81d61f2b54b33a3a4c80d518352690cd58ac14fb16d98d15dd15000000"
					+ "bdc819f67749222ad170ed32a947a3c0185438569347f32c126ba7a9a942ba6204b20b68ffff7f2003000000");
		this.server.send(new SetTarget(3, EASY), standardJob(9, OptionalInt.of(7)));
		awaitEvents("target 3", "job 3 1", "target 3", "job 3 9");
		assertThat(first.target()).isEqualTo(Target.DIFFICULTY_ONE);
		assertThat(channel.job().target()).isEqualTo(EASY);
		assertThat(channel.job().minTime()).isEqualTo(7);
		this.server.send(new SetNewPrevHash(3, 2, PREVIOUS, 1, 0x207fffff));
		awaitLast("closed job: 2 (expected: a future job)");
	}

	@Test
	void extendedJobsAreMinedWithTheRolledExtranonce() throws Exception {
		connect();
		Sv2Channel channel = openExtended();
		this.server.send(new SetExtranoncePrefix(5, Octets.of(prefix())), extendedJob(5, OptionalInt.empty()),
				new SetNewPrevHash(5, 1, PREVIOUS, 1745596971, 0x207fffff));
		awaitEvents("job 5 1");
		byte[] header = channel.job().header(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 });
		assertThat(HexFormat.of().formatHex(header, 36, 68))
			.isEqualTo("32fe2cb87e7c8dacb3e5a8dabf0cc4e7eb5b9835aeb81cc4a9c28212c3914b85");
		assertThatIllegalArgumentException().isThrownBy(() -> channel.job().header(new byte[7]))
			.withMessage("extranonce length: 7 (expected: 8)");
		assertThat(channel.extranoncePrefix().length()).isEqualTo(24);
	}

	@Test
	void groupsHearOnceForAllMembers() throws Exception {
		connect();
		openStandard();
		openExtended();
		this.server.send(new SetGroupChannel(77, List.of(3, 5, 99)), extendedJob(77, OptionalInt.empty()),
				new SetNewPrevHash(77, 1, PREVIOUS, 1, 0x207fffff));
		awaitEvents("job 3 1", "job 5 1");
		this.server.send(new SetNewPrevHash(77, 1, PREVIOUS, 1, 0x207fffff), new CloseChannel(77, "go\taway"));
		awaitEvents("job 3 1", "job 5 1", "ended 3", "ended 5", "closed 3 go away", "closed 5 go away");
		assertThat(this.session.channels()).isEmpty();
	}

	@Test
	void sharesAreAcknowledgedByTheirSequenceNumber() throws Exception {
		connect();
		Sv2Channel channel = openStandard();
		this.server.send(standardJob(1, OptionalInt.empty()), new SetNewPrevHash(3, 1, PREVIOUS, 1, 0x207fffff));
		awaitEvents("job 3 1");
		CompletableFuture<Void> first = channel.submit(share(channel.job(), 0)).toFuture();
		CompletableFuture<Void> second = channel.submit(share(channel.job(), 0)).toFuture();
		CompletableFuture<Void> third = channel.submit(share(channel.job(), 0)).toFuture();
		CompletableFuture<Void> fourth = channel.submit(share(channel.job(), 0)).toFuture();
		assertThat(this.server.expect(SubmitSharesStandard.class))
			.isEqualTo(new SubmitSharesStandard(3, 0, 1, 11, 22, 33));
		this.server.expect(SubmitSharesStandard.class);
		this.server.send(new SubmitSharesError(3, 1, "stale-share"), new SubmitSharesSuccess(3, 2, 2, 10));
		assertThat(second).failsWithin(LIMIT).withThrowableThat().withMessageContaining("stale-share");
		assertThat(first).succeedsWithin(LIMIT);
		assertThat(third).succeedsWithin(LIMIT);
		assertThat(fourth).isNotDone();
		awaitEvents("job 3 1", "accepted 3 2 10");
		this.server.send(new SubmitSharesSuccess(3, 4, 1, 1));
		assertThat(fourth).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("sequence number: 4 (expected: < 4)");
	}

	@Test
	void channelsCanBeUpdatedAndClosed() throws Exception {
		connect();
		Sv2Channel channel = openStandard();
		channel.update(2e12f, EASY);
		assertThat(this.server.expect(UpdateChannel.class)).isEqualTo(new UpdateChannel(3, 2e12f, EASY));
		this.server.send(new UpdateChannelError(3, "max-target-out-of-range"));
		awaitEvents("refused 3 max-target-out-of-range");
		this.server.send(standardJob(1, OptionalInt.empty()), new SetNewPrevHash(3, 1, PREVIOUS, 1, 0x207fffff));
		awaitLast("job 3 1");
		Sv2Share share = share(channel.job(), 0);
		CompletableFuture<Void> waiting = channel.submit(share).toFuture();
		this.server.expect(SubmitSharesStandard.class);
		channel.close("done");
		assertThat(this.server.expect(CloseChannel.class)).isEqualTo(new CloseChannel(3, "done"));
		assertThat(waiting).failsWithin(LIMIT).withThrowableThat().withMessageContaining("done");
		assertThat(channel.submit(share).toFuture()).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("channel 3 is closed");
	}

	@Test
	void openingCanBeRefused() throws Exception {
		connect();
		CompletableFuture<Sv2Channel> opening = this.session.openStandardChannel("u", 1, EASY).toFuture();
		this.server.send(new OpenMiningChannelError(this.server.expect(OpenStandardMiningChannel.class).requestId(),
				"unknown-user"));
		assertThat(opening).failsWithin(LIMIT).withThrowableThat().withMessageContaining("unknown-user");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void closesWhenAServerOffersLessThanWasWanted() throws Exception {
		connect();
		CompletableFuture<Sv2Channel> opening = this.session.openExtendedChannel("u", 1, EASY, 6).toFuture();
		int id = this.server.expect(OpenExtendedMiningChannel.class).requestId();
		this.server.send(new OpenExtendedMiningChannelSuccess(id, 1, EASY, 5, Octets.EMPTY, 9));
		assertThat(opening).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("extranonce size: 5 (expected: 6 to 32)");
		assertThat(this.server.read()).isNull();
	}

	@Test
	void closesTheChannelOfALateAnswer() throws Exception {
		connect();
		this.server.send(new OpenStandardMiningChannelSuccess(44, 8, EASY, Octets.EMPTY, 9));
		assertThat(this.server.expect(CloseChannel.class).channelId()).isEqualTo(8);
	}

	@Test
	void refusesFramesBeyondTheLimitBeforeTheyCome() throws Exception {
		connect();
		this.server.write(Unpooled.wrappedBuffer(new byte[] { 0, 0, 0x25, 0, 0, 0x10 }));
		awaitEvents("closed payload length: 1048576 (expected: <= 263168)");
	}

	@Test
	void namesTheWorkerWhenThatWasAgreed() throws Exception {
		connect();
		CompletableFuture<Set<Integer>> extensions = this.session.requestExtensions(Set.of(2)).toFuture();
		RequestExtensions request = this.server.expect(RequestExtensions.class);
		this.server.send(new RequestExtensionsSuccess(request.requestId(), List.of(2)));
		assertThat(extensions).succeedsWithin(LIMIT).isEqualTo(Set.of(2));
		Sv2Channel channel = openExtended();
		this.server.send(extendedJob(5, OptionalInt.empty()), new SetNewPrevHash(5, 1, PREVIOUS, 1, 0x207fffff));
		awaitEvents("job 5 1");
		channel.submit(new Sv2Share(channel.job(), 1, 2, 3, new byte[8], "rig01")).toFuture();
		assertThat(this.server.expect(SubmitSharesExtended.class).userIdentity((extension) -> extension == 2).text())
			.isEqualTo("rig01");
	}

	@Test
	void extensionsMayBeMissingOrRequired() throws Exception {
		connect();
		CompletableFuture<Set<Integer>> missing = this.session.requestExtensions(Set.of(2)).toFuture();
		int id = this.server.expect(RequestExtensions.class).requestId();
		this.server.send(new RequestExtensionsError(id, List.of(2), List.of()));
		assertThat(missing).succeedsWithin(LIMIT).isEqualTo(Set.of());
		CompletableFuture<Set<Integer>> required = this.session.requestExtensions(Set.of(2)).toFuture();
		id = this.server.expect(RequestExtensions.class).requestId();
		this.server.send(new RequestExtensionsError(id, List.of(2), List.of(3)));
		assertThat(required).failsWithin(LIMIT).withThrowableThat().withMessageContaining("extensions [3]");
	}

	@Test
	void passesOnReconnectAndTheEnd() throws Exception {
		connect();
		this.server.send(new Reconnect("", 3336));
		awaitEvents("reconnect null 3336");
		this.server.close();
		awaitLast("closed null");
		assertThat(this.session.openStandardChannel("u", 1, EASY).toFuture()).failsWithin(LIMIT)
			.withThrowableThat()
			.withMessageContaining("is closed");
	}

	private Sv2Channel openStandard() throws Exception {
		CompletableFuture<Sv2Channel> opening = this.session.openStandardChannel("demo.v2", 1e6f, Target.MAX)
			.toFuture();
		OpenStandardMiningChannel request = this.server.expect(OpenStandardMiningChannel.class);
		assertThat(request.userIdentity().text()).isEqualTo("demo.v2");
		this.server.send(
				new OpenStandardMiningChannelSuccess(request.requestId(), 3, EASY, Octets.of(new byte[] { 1, 2 }), 1));
		return opening.get();
	}

	private Sv2Channel openExtended() throws Exception {
		CompletableFuture<Sv2Channel> opening = this.session.openExtendedChannel("demo.v2", 1e6f, Target.MAX, 4)
			.toFuture();
		int id = this.server.expect(OpenExtendedMiningChannel.class).requestId();
		this.server.send(new OpenExtendedMiningChannelSuccess(id, 5, EASY, 8, Octets.of(new byte[] { 7 }), 1));
		return opening.get();
	}

	private static byte[] prefix() {
		byte[] prefix = new byte[24];
		prefix[23] = 1;
		return prefix;
	}

	private static NewMiningJob standardJob(int id, OptionalInt minTime) {
		return new NewMiningJob(3, id, minTime, 0x20000000, Hash256
			.ofInternal(HexFormat.of().parseHex("bdc819f67749222ad170ed32a947a3c0185438569347f32c126ba7a9a942ba62")));
	}

	private static NewExtendedMiningJob extendedJob(int channel, OptionalInt minTime) {
		byte[] prefix = HexFormat.of()
			.parseHex("02000000010000000000000000000000000000000000000000000000000000000000000000ffffffff225200");
		byte[] suffix = HexFormat.of()
			.parseHex(
					"ffffffff0200f2052a01000000160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc0000000000000000266a24aa21a9"
							+ "ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf900000000");
		return new NewExtendedMiningJob(channel, 1, minTime, 0x20000000, true, List.of(), Octets.of(prefix),
				Octets.of(suffix));
	}

	private static Sv2Share share(Sv2Job job, int extranonceSize) {
		return new Sv2Share(job, 11, 22, 33, new byte[extranonceSize], null);
	}

	private void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).containsExactly(expected));
	}

	private void awaitLast(String expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).last().isEqualTo(expected));
	}

	private static final class Recording implements Sv2MinerListener {

		private final List<String> list = new CopyOnWriteArrayList<>();

		@Override
		public void jobReceived(Sv2Channel channel, Sv2Job job) {
			this.list.add("job " + channel.id() + " " + job.id());
		}

		@Override
		public void jobEnded(Sv2Channel channel) {
			this.list.add("ended " + channel.id());
		}

		@Override
		public void targetChanged(Sv2Channel channel) {
			this.list.add("target " + channel.id());
		}

		@Override
		public void sharesAccepted(Sv2Channel channel, SubmitSharesSuccess message) {
			this.list.add("accepted " + channel.id() + " " + message.newSubmitsAcceptedCount() + " "
					+ message.newSharesSum());
		}

		@Override
		public void updateRefused(Sv2Channel channel, Sv2ErrorException refusal) {
			this.list.add("refused " + channel.id() + " " + refusal.errorCode());
		}

		@Override
		public void channelClosed(Sv2Channel channel, Sv2ErrorException reason) {
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
