package io.stratum.session.sv2;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.mining.Dialect;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.session.CloseReason;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the set-up of a connection of Stratum V2.
 */
class SetupConnectionTests extends SetupConnectionFixture {

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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.REFUSED);
		assertThat(this.mine.malformed).isZero();
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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
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
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		this.client = this.mine.connect().setUp(0);
		this.client.send(new SetTarget(1, Sv2Mine.DIFFICULTY_ONE));
		assertThat(this.client.closed).isTrue();
	}

	@Test
	void refusesASetUpByTheErrorOfAHandler() {
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		handlers.type(SetupConnection.class, (session, message) -> Reply.error(StratumError.of(24, "Locked")));
		this.client = this.mine.connect(handlers.build());
		this.client.send(Sv2Client.setup(0));
		assertThat(this.client.messages()).containsExactly(new SetupConnectionError(0, "unauthorized"));
		assertThat(this.mine.closeReason).isEqualTo(CloseReason.REFUSED);
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

}
