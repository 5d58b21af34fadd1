package io.stratum.client.sv2;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.client.StratumClient;
import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.Sv2Security;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the way to a {@link Sv2MinerSession}: handshake, set-up, extensions.
 */
class Sv2ConnectIntegrationTests extends Sv2MinerFixture {

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
		Sv2MinerChannel channel = openExtended();
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

}
