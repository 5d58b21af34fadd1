package io.stratum.session.sv2;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.session.CloseReason;
import io.stratum.session.JsonPeer;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sv2Session}: bytes, time, the end, and handlers of a user.
 */
class Sv2SessionTests extends SetupConnectionFixture {

	@Test
	void closesForBrokenAndOverlongMessages() {
		this.client.setUp(0).sendHex("0000" + "10" + "010000" + "01");
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.LOGIN_TIMEOUT);
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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void sendsMinersElsewhereOnShutdown() {
		this.mine.notice = new ReconnectNotice("pool.example", 3337, 5, "Back soon");
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
		this.mine.notice = new ReconnectNotice(null, 0, 5, "Back soon");
		this.client = this.mine.connect().setUp(0);
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).isEmpty();
	}

	/** The whole proxy would abort. */
	@Test
	void sendsTheReferenceProxyNowhere() {
		this.mine.notice = new ReconnectNotice("pool.example", 3337, 5, "Back soon");
		this.client = this.mine.connect();
		this.client.send(new SetupConnection(0, 2, 2, 4, Octets.of("pool"), 3333, Octets.of("SRI"),
				Octets.of("Translator Proxy"), Octets.EMPTY, Octets.EMPTY));
		this.client.messages();
		this.client.session.close(CloseReason.SHUTDOWN);
		assertThat(this.client.messages()).isEmpty();
	}

	@Test
	void isNoPeerOfJson() {
		assertThat(this.client.session).isInstanceOf(Sv2Peer.class).isNotInstanceOf(JsonPeer.class);
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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.REFUSED);
	}

}
