package io.stratum.client.sv2;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.ChannelMessage.SetGroupChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
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

/**
 * Tests for {@link Sv2MinerSession} and its channels.
 */
class Sv2MinerSessionIntegrationTests extends Sv2MinerFixture {

	@Test
	void futureJobsGetTheTargetInForceWhenTheyBecomeActive() throws Exception {
		connect();
		Sv2MinerChannel channel = openStandard();
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
		Sv2MinerChannel channel = openExtended();
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
		Sv2MinerChannel channel = openStandard();
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
		Sv2MinerChannel channel = openStandard();
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
		CompletableFuture<Sv2MinerChannel> opening = this.session.openStandardChannel("u", 1, EASY).toFuture();
		this.server.send(new OpenMiningChannelError(this.server.expect(OpenStandardMiningChannel.class).requestId(),
				"unknown-user"));
		assertThat(opening).failsWithin(LIMIT).withThrowableThat().withMessageContaining("unknown-user");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void closesWhenAServerOffersLessThanWasWanted() throws Exception {
		connect();
		CompletableFuture<Sv2MinerChannel> opening = this.session.openExtendedChannel("u", 1, EASY, 6).toFuture();
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
		Sv2MinerChannel channel = openExtended();
		this.server.send(extendedJob(5, OptionalInt.empty()), new SetNewPrevHash(5, 1, PREVIOUS, 1, 0x207fffff));
		awaitEvents("job 5 1");
		channel.submit(new Sv2Share(channel.job(), 2, 1, 3, new byte[8], "rig01")).toFuture();
		assertThat(this.server.expect(SubmitSharesExtended.class).userIdentity((extension) -> extension == 2).text())
			.isEqualTo("rig01");
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

}
