package io.stratum.session.sv2;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.session.CloseReason;
import io.stratum.session.Dialect;
import io.stratum.session.Farewell;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Sv2Session}: how it begins and ends, and what is no message of it.
 */
class SetupConnectionTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Sv2Mine mine = new Sv2Mine();

	private Sv2Client client;

	@BeforeEach
	void start() {
		this.mine.start();
		this.client = this.mine.connect();
	}

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

	@Test
	void takesTheBytesOfFirmware() {
		this.client
			.sendHex("000000250000000200020000000000093132372e302e302e31b788" + "0662697461786506424d313337300000");
		assertThat(this.client.frames()).containsExactly("000001060000" + "0200" + "00000000");
		assertThat(this.client.session.userAgent()).isEqualTo("bitaxe/BM1370");
		assertThat(this.client.session.dialect()).isEqualTo(Dialect.SV2);
		assertThat(this.mine.handled).containsExactly("SetupConnection success");
	}

	@Test
	void takesTheFlagsOfStandardJobsAndVersionRolling() {
		this.client.send(Sv2Client.setup(5));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionSuccess(2, 0));
	}

	@Test
	void namesAllFlagsThatItDoesNotSupportAndCloses() {
		this.client.send(Sv2Client.setup(-1));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionError(~5, "unsupported-feature-flags"));
		assertThat(this.mine.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void refusesOtherProtocolsAndVersions() {
		this.client.send(setup(1, 2, 2));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionError(0, "unsupported-protocol"));
		assertThat(this.client.closed).isTrue();
		for (SetupConnection wrong : List.of(setup(0, 3, 4), setup(0, 1, 1))) {
			this.client = this.mine.connect();
			this.client.send(wrong);
			assertThat(this.client.messages())
				.containsExactly(new SetupConnectionError(0, "protocol-version-mismatch"));
			assertThat(this.client.closed).isTrue();
		}
		this.client = this.mine.connect();
		this.client.send(setup(0, 1, 3));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionSuccess(2, 0));
	}

	@Test
	void takesItOnceAndFirst() {
		this.client.setUp(0).send(Sv2Client.setup(0));
		assertThat(this.client.messages()).isEmpty();
		assertThat(this.mine.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		this.client = this.mine.connect();
		this.client.send(new RequestExtensions(1, List.of()));
		assertThat(this.client.messages()).isEmpty();
		assertThat(this.client.closed).isTrue();
		assertThat(this.mine.malformed).isEqualTo(2);
	}

	@Test
	void neverDemandsAFixedVersionOfAClientThatRolls() {
		this.mine.close();
		this.mine.versionMask = 0x1fff0000;
		start();
		this.client.send(Sv2Client.setup(4));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionError(4, "unsupported-feature-flags"));
		this.client = this.mine.connect();
		this.client.send(Sv2Client.setup(1));
		assertThat(this.client.messages())
			.containsExactly(new SetupConnectionSuccess(2, SetupConnectionSuccess.REQUIRES_FIXED_VERSION));
	}

	@Test
	void negotiatesExtensions() {
		this.client.setUp(0).send(new RequestExtensions(9, List.of(3, 2)));
		assertThat(this.client.frames()).containsExactly("010001060000" + "0900" + "0100" + "0200");
		this.client.send(new RequestExtensions(10, List.of(3, 4)));
		assertThat(this.client.messages()).containsExactly(new RequestExtensionsError(10, List.of(3, 4), List.of()));
		this.client.send(new RequestExtensions(11, List.of()));
		assertThat(this.client.messages()).containsExactly(new RequestExtensionsSuccess(11, List.of()));
	}

	@Test
	void ignoresUnknownMessagesAndExtensions() {
		this.client.setUp(0);
		this.mine.handled.clear();
		this.client.sendHex("0380" + "00" + "040000" + "05000000");
		assertThat(this.mine.handled).isEmpty();
		this.client.sendHex("0040" + "00" + "010000" + "05" + "0000" + "7f" + "010000" + "05");
		assertThat(this.mine.handled).containsExactly("other none", "other none");
		assertThat(this.client.frames()).isEmpty();
		assertThat(this.client.closed).isFalse();
	}

	@Test
	void closesForMessagesOfOtherProtocols() {
		this.client.setUp(0).sendHex("0000" + "50" + "050000" + "0001000000");
		assertThat(this.mine.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		this.client = this.mine.connect().setUp(0);
		this.client.send(new SetTarget(1, Sv2Mine.DIFFICULTY_ONE));
		assertThat(this.client.closed).isTrue();
	}

	@Test
	void closesForBrokenAndOverlongMessages() {
		this.client.setUp(0).sendHex("0000" + "10" + "010000" + "01");
		assertThat(this.mine.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		this.client = this.mine.connect().setUp(0);
		this.client.sendHex("0000" + "10" + "010400");
		assertThat(this.client.closed).isTrue();
		assertThat(this.mine.malformed).isEqualTo(2);
	}

	@Test
	void readsBytesCutAnywhere() {
		String setup = "000000250000000200020000000000093132372e302e302e31b7880662697461786506424d313337300000";
		for (int i = 0; i < setup.length(); i += 2) {
			assertThat(this.client.frames()).isEmpty();
			this.client.sendHex(setup.substring(i, i + 2));
		}
		assertThat(this.client.frames()).hasSize(1);
	}

	@Test
	void closesConnectionsWithoutAChannelInTime() {
		this.client.setUp(0);
		this.mine.pass(this.client, SECOND.multipliedBy(15));
		assertThat(this.client.closed).isFalse();
		this.mine.pass(this.client, SECOND);
		assertThat(this.mine.reason).isEqualTo(CloseReason.LOGIN_TIMEOUT);
	}

	@Test
	void closesIdleConnections() {
		this.client.setUp(0).openExtended("alice");
		for (int i = 0; i < 60; i++) {
			this.mine.pass(this.client, SECOND.multipliedBy(10));
			if (i == 30) {
				this.mine.newWork();
			}
		}
		assertThat(this.mine.reason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void sendsMinersElsewhereOnShutdown() {
		this.mine.farewell = new Farewell("pool.example", 3337, 5, "Back soon");
		this.client = this.mine.connect().setUp(0);
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).containsExactly(new Reconnect("pool.example", 3337));
		this.client = this.mine.connect();
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).isEmpty();
		this.client = this.mine.connect().setUp(0);
		this.client.session.close(CloseReason.APPLICATION);
		assertThat(this.client.messages()).isEmpty();
	}

	@Test
	void sendsNobodyBackToWhereHeIs() {
		this.mine.farewell = new Farewell(null, 0, 5, "Back soon");
		this.client = this.mine.connect().setUp(0);
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).isEmpty();
	}

	/** The whole proxy would abort. */
	@Test
	void sendsTheReferenceProxyNowhere() {
		this.mine.farewell = new Farewell("pool.example", 3337, 5, "Back soon");
		this.client = this.mine.connect();
		this.client.send(new SetupConnection(0, 2, 2, 4, Octets.of("pool"), 3333, Octets.of("SRI"),
				Octets.of("Translator Proxy"), Octets.EMPTY, Octets.EMPTY));
		this.client.messages();
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).isEmpty();
	}

	@Test
	void hasNoMethods() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.client.session.send("client.show_message", "x"))
			.withMessage("Stratum V2 has no method 'client.show_message': send an Sv2Message");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.client.session.call("client.get_version"));
	}

	@Test
	void sendsMessagesFromAnyThread() throws Exception {
		this.client.setUp(0);
		Thread other = new Thread(() -> this.client.session.send(new Reconnect("", 0)));
		other.start();
		other.join();
		assertThat(this.client.frames()).containsExactly("000004030000" + "000000");
	}

	@Test
	void servesHandlersOfAUser() {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		handlers.type(SetupConnection.class, (session, message) -> Reply.later(later));
		handlers.type(SubmitSharesStandard.class, (session, message) -> (message.nonce() == 0)
				? Reply.of(List.of(new Reconnect("a", 1), new Reconnect("b", 2))) : Reply.of("no message"));
		this.client = this.mine.connect(handlers.build());
		this.client.send(Sv2Client.setup(2), new SubmitSharesStandard(1, 2, 3, 0, 5, 6),
				new SubmitSharesStandard(1, 2, 3, 4, 5, 6), Sv2Client.standard(4, "alice"),
				new RequestExtensions(1, List.of(2)));
		assertThat(this.client.messages()).isEmpty();
		assertThat(this.client.reading).isFalse();
		later.complete(Reply.of(new SetupConnectionSuccess(2, 0)));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionSuccess(2, 0), new Reconnect("a", 1),
				new Reconnect("b", 2), new SubmitSharesError(1, 2, "invalid-share"),
				new OpenMiningChannelError(4, "other"), new RequestExtensionsError(1, List.of(2), List.of()));
		assertThat(this.client.reading).isTrue();
	}

	@Test
	void closesWhenARefusalHasNoMessage() {
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		handlers.type(SetupConnection.class, (session, message) -> Reply.of(new SetupConnectionSuccess(2, 0)));
		handlers.type(SetTarget.class, (session, message) -> Reply.error(StratumError.of(24, "Locked")));
		this.client = this.mine.connect(handlers.build());
		this.client.setUp(0).send(new SetTarget(1, Sv2Mine.DIFFICULTY_ONE));
		assertThat(this.mine.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void refusesASetUpByTheErrorOfAHandler() {
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		handlers.type(SetupConnection.class, (session, message) -> Reply.error(StratumError.of(24, "Locked")));
		this.client = this.mine.connect(handlers.build());
		this.client.send(Sv2Client.setup(0));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionError(0, "unauthorized"));
		assertThat(this.client.closed).isTrue();
	}

	@Test
	void refusesCustomJobs() {
		this.client.setUp(0)
			.sendHex("0080" + "22" + "4e0000" + "05000000" + "06000000" + "00" + "00000020" + "00".repeat(32)
					+ "00000000" + "ffff001d" + "02000000" + "00" + "ffffffff" + "0000" + "00000000" + "00"
					+ "00".repeat(9));
		assertThat(this.client.messages()).containsExactly(new SetCustomMiningJobError(5, 6, "jd-not-supported"));
	}

	private static SetupConnection setup(int protocol, int minVersion, int maxVersion) {
		return new SetupConnection(protocol, minVersion, maxVersion, 0, Octets.of("a"), 1, Octets.of("b"), Octets.EMPTY,
				Octets.EMPTY, Octets.EMPTY);
	}

}
